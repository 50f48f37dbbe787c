#pragma once

#include <array>

#include "core/scenario_key_makers.hpp"

// The part of the key table (core/scenario_key_table.cpp) about faults.

namespace gallerysim::core {

inline constexpr std::array kFault = {
    value("name", ValueKind::name, kRequired, "Name of the fault, different from all others."),
    word("kind", "zone_lost region_lost replica_lost account_slowed storage_slowed home_region_down", kRequired,
         "What breaks. zone_lost: the Standard_LRS and Premium_LRS replicas in a zone, and the VMs that are being "
         "provisioned in it; Standard_ZRS goes on after its failover. region_lost: all replicas and all such VMs of a "
         "region, and galleries whose home it is cannot be changed. replica_lost: a replica with what it holds; it is "
         "copied again. account_slowed: a storage account with all replicas on it. storage_slowed: all replicas in a "
         "region. home_region_down: galleries whose home it is cannot be changed; replicas go on serving.",
         "type"),
    value("region", ValueKind::region, kRequired, "Region where it breaks.", "location"),
    value("image", ValueKind::text, "none", "Of replica_lost and account_slowed: gallery/image/version.", "version"),
    value("zone", ValueKind::integer, "each", "Of zone_lost: its number, from 1.", "zones availability_zone"),
    value("replica", ValueKind::integer, "each", "Of replica_lost: its number, from 1.", "replicas"),
    value("account", ValueKind::integer, "each",
          "Of account_slowed: its number, from 1; replicas lie on accounts in turn, "
          "catalogue.storage.*.replicas_per_account on each.",
          "storage_account"),
    value("to", ValueKind::fraction, "none", "Of account_slowed and storage_slowed: the fraction of its speed that is left.",
          "speed factor"),
    value("at", ValueKind::time, "none",
          "When it breaks, once. Either this, or the two mean times. Of several things at one moment it comes last.",
          "time when start"),
    value("for", ValueKind::time, "until the end of the run",
          "How long it is broken, with `at`; of replica_lost how long until its copy begins.", "duration"),
    value("mean_time_to_failure", ValueKind::time, "none",
          "It breaks again and again: mean of the exponential time that it is whole. Without a zone, replica or account "
          "each one of them breaks by itself.",
          "mttf mtbf"),
    value("mean_time_to_repair", ValueKind::time, "none",
          "Mean of the exponential time that it is broken then; of replica_lost until its copy begins.", "mttr"),
    value("failover", ValueKind::time, "60 s",
          "Of zone_lost: how long Standard_ZRS replicas in the region stall until they go on from the other zones; "
          "assumed.",
          "failover_time"),
    value("rebuild", ValueKind::time, "the time of one copy in the region",
          "Of replica_lost: how long its copy takes; it serves again when that is done.", "rebuild_time"),
};

}  // namespace gallerysim::core
