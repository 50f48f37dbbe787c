#include <set>
#include <string>

#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<double> kRetryFactor{1.0, 100.0};
constexpr ValueRange<std::int64_t> kWrites{1, 100};

void read_retry(const MapReader& map, RetryPolicy& retry) {
    if (std::size_t word = 0; map.choice("retry_after", word)) {
        override_figure(retry.retry_after, static_cast<RetryAfter>(word));
    }
    if (sim::SimTime time; map.time("base", time, kPositiveTime)) override_figure(retry.base, time);
    if (double factor = 0.0; map.number("factor", factor, kRetryFactor)) override_figure(retry.factor, factor);
    if (sim::SimTime time; map.time("cap", time, kPositiveTime)) override_figure(retry.cap, time);
    if (std::int64_t attempts = 0; map.integer("max_attempts", attempts, kPositiveCount)) {
        override_figure(retry.max_attempts, std::optional{attempts});
    }
    if (sim::SimTime time; map.time("give_up_after", time, kPositiveTime)) retry.give_up_after = time;
    if (retry.cap.value < retry.base.value) map.error("cap", "the cap is below the base");
}

}  // namespace

void read_clients(const MapReader& root, Scenario& scenario) {
    if (!root.has("clients")) {
        scenario.clients = {{.name = "default",
                             .principal = "default",
                             .subscription = "default",
                             .tenant = "default",
                             .settings = default_client_settings()}};
        return;
    }
    std::set<std::string> names;
    for (std::size_t i = 0, n = root.size_of("clients"); i < n; ++i) {
        const MapReader map(root, "clients", i);
        ClientSpec& client = scenario.clients.emplace_back();
        client.settings = default_client_settings();
        if (!map.present()) continue;
        map.name("name", client.name);
        check_unique(map, names, client.name);
        client.principal = client.name;
        map.name("principal", client.principal);
        client.subscription = "default";
        map.name("subscription", client.subscription);
        client.tenant = "default";
        map.name("tenant", client.tenant);
        if (std::int64_t writes = 0; map.integer("writes_per_vm", writes, kWrites)) {
            override_figure(client.settings.writes_per_vm, writes);
        }
        if (std::int64_t count = 0; map.integer("concurrency", count, kPositiveCount)) {
            client.settings.concurrency = count;
        }
        read_retry(MapReader(map, "retry"), client.settings.retry);
    }
}

}  // namespace gallerysim::core
