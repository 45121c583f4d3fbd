/// Short names of keys. Only those that are read stand here.
enum Abbreviations {
    static let keys: [String: String] = [
        "avty": "availability", "avty_mode": "availability_mode", "avty_t": "availability_topic",
        "avty_tpl": "availability_template", "cmd_off_tpl": "command_off_template",
        "cmd_on_tpl": "command_on_template", "cmd_t": "command_topic", "cmd_tpl": "command_template",
        "cmps": "components", "dev": "device", "dev_cla": "device_class", "exp_aft": "expire_after",
        "migr_discvry": "migrate_discovery", "o": "origin", "off_dly": "off_delay", "ops": "options",
        "p": "platform", "pl_avail": "payload_available", "pl_cls": "payload_close", "pl_lock": "payload_lock",
        "pl_not_avail": "payload_not_available", "pl_off": "payload_off", "pl_on": "payload_on",
        "pl_open": "payload_open", "pl_prs": "payload_press", "pl_stop": "payload_stop",
        "pl_unlk": "payload_unlock", "pos_clsd": "position_closed", "pos_open": "position_open",
        "pos_t": "position_topic", "pos_tpl": "position_template", "stat_cla": "state_class",
        "stat_closing": "state_closing", "stat_clsd": "state_closed", "stat_jam": "state_jammed",
        "stat_locked": "state_locked", "stat_locking": "state_locking", "stat_off": "state_off",
        "stat_on": "state_on", "stat_open": "state_open", "stat_opening": "state_opening",
        "stat_stopped": "state_stopped", "stat_t": "state_topic", "stat_tpl": "state_template",
        "stat_unlocked": "state_unlocked", "stat_unlocking": "state_unlocking",
        "stat_val_tpl": "state_value_template", "sug_dsp_prc": "suggested_display_precision", "t": "topic",
        "uniq_id": "unique_id", "unit_of_meas": "unit_of_measurement", "val_tpl": "value_template",
    ]

    static let deviceKeys: [String: String] = [
        "cns": "connections", "ids": "identifiers", "mdl": "model", "mf": "manufacturer", "sw": "sw_version",
    ]

    /// The same with full names. Where a key stands in both ways, the short one counts.
    static func expanded(_ entries: [String: JSONValue], _ names: [String: String] = keys) -> [String: JSONValue] {
        var expanded = entries
        for (short, full) in names {
            if let value = expanded.removeValue(forKey: short) { expanded[full] = value }
        }
        return expanded
    }
}
