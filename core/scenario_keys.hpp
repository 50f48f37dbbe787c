#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace gallerysim::core {

/// The kinds of maps that a scenario consists of.
enum class Section {
    none,
    scenario,
    gallery,
    sharing,
    community,
    image,
    version,
    disk,
    data_disk,
    safety,
    target_region,
    application,
    application_version,
    access,
    role,
    approval,
    client,
    retry,
    deployment,
    arrivals,
    poisson,
    profile,
    batches,
    closed_loop,
    trace,
    scale_sets,
    scale_out,
    upgrade,
    event,
    fault,
    platform,
    admission,
    busy_retry,
    replication_policy,
    catalogue,
    storage_types,
    storage_figures,
    boot_profile,
    vm_disk,
    hydration,
    allocator,
    scale_set_figures,
    throttles,
    manager_buckets,
    manager_bucket,
    compute_policies,
    compute_policy,
    window,
    limits,
    prices,
    storage_prices,
    egress_prices,
    replication_figures,
    region_copies,
    link,
    region_figures,
    distribution,
    uniform,
    exponential,
    mean_and_cov,
    weibull,
    triangular,
    experiment,
    runs,
    sweep_axis,
    sweep_design,
};

/// What stands at a key.
enum class ValueKind {
    text,
    name,  ///< letters, digits, '.', '_', '-'
    path,
    boolean,
    choice,  ///< one of the words in KeyInfo::choices
    integer,
    number,
    time,
    size,
    rate,
    byte_rate,
    fraction,
    region,
    image_reference,
    publication,  ///< `already`, or a time
    distribution,  ///< a time, or a map: Section::distribution
    texts,         ///< a list of texts
    integers,
    times,
    rates,
    sweep_values,  ///< "1..12", "20..240 step 20", or a list
    sweep_points,  ///< a list of maps from axes to values
    conditions,    ///< a text, or a list of texts
    section,       ///< a map: KeyInfo::child
    named_list,    ///< a list of maps with distinct names: KeyInfo::child
    named_map,     ///< a map from freely chosen names to maps: KeyInfo::child
};

/// One key of a scenario. The reader, the key paths of `--set`, docs/scenario-format.md and the JSON schema
/// all follow this table; tests hold the last two to it.
struct KeyInfo {
    std::string_view key;
    ValueKind kind = ValueKind::text;
    Section child = Section::none;
    std::string_view choices;   ///< of ValueKind::choice, separated by blanks
    std::string_view fallback;  ///< what holds when the key is absent, in words; kRequired: it must be there
    std::string_view meaning;   ///< one or two sentences
    std::string_view
        foreign{};  ///< names that other tools use for it, separated by blanks: only for suggestions
};

inline constexpr std::string_view kRequired = "required";

/// The keys of a section in the order in which they are documented and written.
[[nodiscard]] std::span<const KeyInfo> keys_of(Section section);
/// nullptr when the section has no such key.
[[nodiscard]] const KeyInfo* find_key(Section section, std::string_view key);
/// The heading of a section in the documentation: "target region".
[[nodiscard]] std::string_view title_of(Section section);
/// All sections with keys, in the order of the documentation.
[[nodiscard]] std::vector<Section> all_sections();
/// A section of which one key excludes the others: what replaces one of them removes the rest.
[[nodiscard]] bool is_alternative(Section section);
/// Names that exist in a list or map of such sections without being written: boot profiles `windows` and
/// `linux` and all regions always, the client `default` while a scenario lists none.
[[nodiscard]] std::span<const std::string_view> built_in_names(Section section);
/// Is it one of the words?
[[nodiscard]] bool contains_word(std::string_view words, std::string_view word);

}  // namespace gallerysim::core
