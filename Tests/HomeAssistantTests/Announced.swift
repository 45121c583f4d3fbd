import HomeAssistant

/// Announcements as devices send them.
enum Announced {
    static func read(_ topic: String, _ payload: String) throws(DiscoveryProblem) -> Discovery {
        try Discovery.read(DiscoveryTopic(topic)!, Array(payload.utf8))
    }

    /// The only thing of an announcement.
    static func entity(_ platform: String, _ payload: String) throws -> DiscoveredEntity {
        guard case .announced(let one) = try read("homeassistant/\(platform)/n/o/config", payload),
            one.entities.count == 1
        else { throw DiscoveryProblem.noObject }
        return one.entities[0]
    }

    static func announcement(_ topic: String, _ payload: String) throws -> Discovery.Announcement {
        guard case .announced(let one) = try read(topic, payload) else { throw DiscoveryProblem.noObject }
        return one
    }

    static func problem(_ platform: String, _ payload: String) -> DiscoveryProblem? {
        do {
            _ = try read("homeassistant/\(platform)/n/o/config", payload)
            return nil
        } catch {
            return error
        }
    }

    /// A thermometer behind a Zigbee gateway.
    static let zigbee = (
        topic: "homeassistant/sensor/0x00158d00045b1c2e/temperature/config",
        payload: #"""
        {"availability":[{"topic":"zigbee2mqtt/bridge/state","value_template":"{{ value_json.state }}"},
        {"topic":"zigbee2mqtt/Cellar/availability","value_template":"{{ value_json.state }}"}],
        "availability_mode":"all","device":{"identifiers":["zigbee2mqtt_0x00158d00045b1c2e"],
        "manufacturer":"Aqara","model":"Climate sensor","model_id":"WSDCGQ11LM","name":"Cellar",
        "sw_version":"3000-0001","via_device":"zigbee2mqtt_bridge_0x00124b0022813c5d"},
        "device_class":"temperature","enabled_by_default":true,"object_id":"cellar_temperature",
        "origin":{"name":"Zigbee2MQTT","sw":"2.1.0","url":"https://www.zigbee2mqtt.io"},
        "state_class":"measurement","state_topic":"zigbee2mqtt/Cellar",
        "unique_id":"0x00158d00045b1c2e_temperature_zigbee2mqtt","unit_of_measurement":"°C",
        "value_template":"{{ value_json[\"temperature\"] }}"}
        """#
    )

    /// A relay with short keys.
    static let tasmota = (
        topic: "homeassistant/switch/35EBF6_RL_1/config",
        payload: #"""
        {"name":"Pump","stat_t":"tele/pump/STATE","avty_t":"tele/pump/LWT","pl_avail":"Online",
        "pl_not_avail":"Offline","cmd_t":"cmnd/pump/POWER1","val_tpl":"{{value_json.POWER1}}","pl_off":"OFF",
        "pl_on":"ON","uniq_id":"35EBF6_RL_1","dev":{"ids":["35EBF6"],"name":"Pump","mdl":"Sonoff Basic",
        "sw":"9.2.0(tasmota)","mf":"Tasmota"}}
        """#
    )

    /// A sensor of a board, without template.
    static let board = (
        topic: "homeassistant/binary_sensor/boiler-room/water/config",
        payload: #"""
        {"dev_cla":"moisture","name":"Water","stat_t":"boiler-room/binary_sensor/water/state",
        "avty_t":"boiler-room/status","uniq_id":"ESPbinary_sensorwater","dev":{"ids":"a4cf12d5e6f7",
        "name":"boiler-room","sw":"esphome v2024.2.0","mdl":"nodemcuv2","mf":"Espressif",
        "cns":[["mac","a4cf12d5e6f7"]]}}
        """#
    )

    /// All of a device at once.
    static let whole = (
        topic: "homeassistant/device/meter7/config",
        payload: #"""
        {"~":"meters/7","dev":{"ids":"m7","name":"Meter","mf":"Bla","mdl":"xya","sw":"1.0"},
        "o":{"name":"meters","sw":"2.1"},"state_topic":"~/state","avty_t":"~/online","qos":2,"cmps":{
        "power":{"p":"sensor","dev_cla":"power","unit_of_meas":"W","uniq_id":"m7_p","exp_aft":120,
        "val_tpl":"{{ value_json.power | float / 10 }}"},
        "reset":{"p":"button","cmd_t":"~/reset","uniq_id":"m7_r","pl_prs":"1"},
        "action":{"p":"device_automation","atype":"trigger","t":"~/button","type":"short"},
        "gone":{"p":"sensor"}}}
        """#
    )

    static let all = [zigbee, tasmota, board, whole]
}
