#pragma once

#include <string>

namespace gallerysim::core {

/// The scenario format as JSON Schema (draft 7), for editors: keys, words, forms of quantities and meanings,
/// made from the key table. It is more lenient than the reader: what depends on other values is not checked,
/// and hardly a key is required, as a file may extend another one. scenarios/schema.json holds this text.
[[nodiscard]] std::string scenario_json_schema();

}  // namespace gallerysim::core
