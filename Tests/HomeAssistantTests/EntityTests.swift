import Testing

@testable import HomeAssistant

/// What things of each kind tell and hear.
@Suite struct EntityTests {
    private func said(_ entity: DiscoveredEntity, _ payload: String) -> EntityValue? {
        entity.reading(from: Array(payload.utf8))
    }

    private func heard(_ entity: DiscoveredEntity) -> [String] {
        entity.commands.map { "\($0.action.rawValue)=\($0.payload)" }
    }

    private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    // MARK: Sensors

    @Test(arguments: [
        (#""unit_of_meas":"W""#, EntityContent.number(nil)), (#""stat_cla":"measurement""#, .number(nil)),
        (#""sug_dsp_prc":1"#, .number(nil)), (#""dev_cla":"power""#, .number(nil)), (#""name":"x""#, .anything),
        (#""dev_cla":"timestamp""#, .text), (#""dev_cla":"date""#, .text), (#""dev_cla":"enum""#, .text),
        (#""dev_cla":"enum","ops":["a","b"]"#, .options(["a", "b"])), (#""unit_of_meas":null"#, .anything),
    ])
    func sensorContent(_ keys: String, _ content: EntityContent) throws {
        #expect(try Announced.entity("sensor", #"{"stat_t":"s",\#(keys)}"#).content == content)
    }

    @Test func numbers() throws {
        let entity = try Announced.entity("sensor", #"{"stat_t":"s","unit_of_meas":"W"}"#)
        #expect(said(entity, "23.5") == .number(23.5) && said(entity, " -4\n") == .number(-4))
        #expect(said(entity, "1e3") == .number(1000))
        for payload in ["", "None", "nan", "inf", "1,5", "0x10", "1 2", "true", "1e999", "unavailable"] {
            #expect(said(entity, payload) == nil, "\(payload)")
        }
        #expect(entity.reading(from: [0x31, 0xFF]) == nil)
    }

    @Test func flagIsNoNumber() throws {
        let entity = try Announced.entity(
            "sensor", #"{"stat_t":"s","unit_of_meas":"W","val_tpl":"{{ value_json.a }}"}"#)
        #expect(said(entity, #"{"a":true}"#) == nil && said(entity, #"{"a":"2"}"#) == .number(2))
        #expect(said(entity, #"{"a":null}"#) == nil && said(entity, #"{"a":[1]}"#) == nil)
    }

    @Test func anything() throws {
        let entity = try Announced.entity("sensor", #"{"stat_t":"s"}"#)
        #expect(said(entity, "12") == .number(12) && said(entity, "v1.2.3") == .text("v1.2.3"))
        #expect(said(entity, "") == nil && said(entity, "None") == nil && said(entity, "a\0") == nil)
        let json = try Announced.entity("sensor", #"{"stat_t":"s","val_tpl":"{{ value_json.a }}"}"#)
        #expect(said(json, #"{"a":true}"#) == .flag(true) && said(json, #"{"a":"x"}"#) == .text("x"))
    }

    @Test func texts() throws {
        let entity = try Announced.entity("sensor", #"{"stat_t":"s","dev_cla":"enum","ops":["1","2"]}"#)
        #expect(said(entity, "1") == .text("1") && said(entity, "None") == nil)
    }

    /// Truth in JSON is `True` in templates, as in announcements.
    @Test func truth() throws {
        let entity = try Announced.entity(
            "binary_sensor",
            #"{"stat_t":"s","pl_on":true,"pl_off":false,"val_tpl":"{{ value_json[\"contact\"] }}","off_dly":5}"#)
        #expect(
            said(entity, #"{"contact":true}"#) == .flag(true) && said(entity, #"{"contact":false}"#) == .flag(false))
        #expect(said(entity, #"{"contact":"true"}"#) == nil && said(entity, #"{"contact":1}"#) == nil)
        #expect(entity.offDelay == 5)
        let turned = try Announced.entity("binary_sensor", #"{"stat_t":"s","pl_on":false,"pl_off":true}"#)
        #expect(said(turned, "False") == .flag(true) && said(turned, "True") == .flag(false))
    }

    @Test func wholeAndNot() throws {
        let entity = try Announced.entity(
            "binary_sensor", #"{"stat_t":"s","pl_on":"1.0","pl_off":0,"val_tpl":"{{ value_json }}"}"#)
        #expect(said(entity, "1.0") == .flag(true) && said(entity, "1") == nil && said(entity, "0") == .flag(false))
    }

    // MARK: What can be switched

    @Test func switches() throws {
        let entity = try Announced.entity(
            "switch",
            #"{"cmd_t":"c","stat_t":"s","pl_on":"{\"v\":1}","pl_off":"{\"v\":0}","stat_on":"1","stat_off":"0"}"#)
        #expect(said(entity, "1") == .flag(true) && said(entity, "0") == .flag(false) && said(entity, "ON") == nil)
        #expect(heard(entity) == [#"on={"v":1}"#, #"off={"v":0}"#])
        let plain = try Announced.entity("switch", #"{"cmd_t":"c"}"#)
        #expect(plain.content == nil && heard(plain) == ["on=ON", "off=OFF"] && !plain.isSettable)
        let templated = try Announced.entity("switch", #"{"cmd_t":"c","cmd_tpl":"{\"s\": \"{{ value | lower }}\"}"}"#)
        #expect(heard(templated) == [#"on={"s": "on"}"#, #"off={"s": "off"}"#])
    }

    @Test func lights() throws {
        let basic = try Announced.entity(
            "light", #"{"cmd_t":"c","stat_t":"s","stat_val_tpl":"{{value_json.POWER}}","val_tpl":"{{ 1 }}"}"#)
        #expect(said(basic, #"{"POWER":"ON"}"#) == .flag(true) && heard(basic) == ["on=ON", "off=OFF"])
        let old = try Announced.entity("light", #"{"cmd_t":"c","stat_t":"s","val_tpl":"{{value_json.POWER}}"}"#)
        #expect(said(old, #"{"POWER":"OFF"}"#) == .flag(false))
        let json = try Announced.entity("light", #"{"schema":"json","cmd_t":"c","stat_t":"s","brightness":true}"#)
        #expect(said(json, #"{"state":"ON","brightness":7}"#) == .flag(true) && said(json, "ON") == nil)
        #expect(heard(json) == [#"on={"state":"ON"}"#, #"off={"state":"OFF"}"#])
        let template = try Announced.entity(
            "light",
            #"""
            {"schema":"template","cmd_t":"c","stat_t":"s","stat_tpl":"{{ value | lower }}",
            "cmd_on_tpl":"1","cmd_off_tpl":"0"}
            """#
        )
        #expect(said(template, "ON") == .flag(true) && heard(template) == ["on=1", "off=0"])
        let bright = try Announced.entity(
            "light", #"{"schema":"template","cmd_t":"c","cmd_on_tpl":"{{ brightness }}","cmd_off_tpl":"0"}"#)
        #expect(bright.commandObstacle == .unsupported("brightness", at: 3) && heard(bright) == ["off=0"])
    }

    @Test func fansAndSirens() throws {
        let fan = try Announced.entity("fan", #"{"cmd_t":"c","stat_t":"s","stat_val_tpl":"{{ value_json.f }}"}"#)
        #expect(said(fan, #"{"f":"ON"}"#) == .flag(true) && heard(fan) == ["on=ON", "off=OFF"])
        let siren = try Announced.entity("siren", #"{"cmd_t":"c","stat_t":"s"}"#)
        #expect(said(siren, "ON") == .flag(true) && said(siren, #"{"state":"OFF","tone":"x"}"#) == .flag(false))
        #expect(heard(siren) == [#"on={"state":"ON"}"#, #"off={"state":"OFF"}"#])
        let plain = try Announced.entity("siren", #"{"cmd_t":"c","cmd_tpl":"{{ value }}!"}"#)
        #expect(heard(plain) == ["on=ON!", "off=OFF!"])
    }

    // MARK: What can be set

    @Test func settableNumbers() throws {
        let entity = try Announced.entity(
            "number", #"{"cmd_t":"c","stat_t":"s","min":"-5","max":30.5,"unit_of_meas":"°C","val_tpl":"{{ value }}"}"#)
        #expect(entity.content == .number(-5...30.5) && entity.unit == "°C" && entity.isSettable)
        #expect(said(entity, "40") == .number(40))
        #expect(text(entity.message(setting: .number(21))) == "21")
        #expect(text(entity.message(setting: .number(21.5))) == "21.5")
        #expect(text(entity.message(setting: .number(-5))) == "-5")
        #expect(entity.message(setting: .number(30.6)) == nil && entity.message(setting: .number(.nan)) == nil)
        #expect(entity.message(setting: .text("21")) == nil)
        let usual = try Announced.entity("number", #"{"cmd_t":"c","cmd_tpl":"{\"t\": {{ value * 2 }}}"}"#)
        #expect(usual.content == .number(1...100) && usual.stateTopic == nil)
        #expect(text(usual.message(setting: .number(4))) == #"{"t": 8}"#)
    }

    @Test func selects() throws {
        let entity = try Announced.entity(
            "select",
            #"""
            {"cmd_t":"c","stat_t":"s","ops":["low","high"],"val_tpl":"{{ value_json.l | lower }}",
            "cmd_tpl":"{\"l\": \"{{ value }}\" }"}
            """#
        )
        #expect(entity.content == .options(["low", "high"]) && said(entity, #"{"l":"LOW"}"#) == .text("low"))
        #expect(text(entity.message(setting: .text("high"))) == #"{"l": "high" }"#)
        #expect(entity.message(setting: .text("higher")) == nil)
    }

    @Test func texted() throws {
        let entity = try Announced.entity("text", #"{"cmd_t":"c","min":"x"}"#)
        #expect(entity.content == .text && text(entity.message(setting: .text("hello"))) == "hello")
        #expect(entity.message(setting: .number(1)) == nil)
    }

    // MARK: Doors and shutters

    @Test func locks() throws {
        let entity = try Announced.entity(
            "lock",
            #"{"cmd_t":"c","stat_t":"s","stat_locked":"LOCK","stat_unlocked":"UNLOCK","val_tpl":"{{ value_json.s }}"}"#)
        #expect(entity.content == .options(["locked", "unlocked", "locking", "unlocking", "jammed"]))
        #expect(
            said(entity, #"{"s":"LOCK"}"#) == .text("locked") && said(entity, #"{"s":"UNLOCK"}"#) == .text("unlocked"))
        #expect(said(entity, #"{"s":"JAMMED"}"#) == .text("jammed") && said(entity, #"{"s":"LOCKED"}"#) == nil)
        #expect(heard(entity) == ["lock=LOCK", "unlock=UNLOCK"])
        #expect(heard(try Announced.entity("lock", #"{"cmd_t":"c","pl_open":"OPEN"}"#)).last == "open=OPEN")
    }

    @Test func covers() throws {
        let entity = try Announced.entity(
            "cover",
            #"""
            {"cmd_t":"c","stat_t":"s","stat_open":"OPEN","stat_clsd":"CLOSE",
            "val_tpl":"{% if \"go\" in value_json and value_json.go %}{{ value_json.go }}{% else %}stopped{% endif %}"}
            """#
        )
        #expect(entity.content == .options(["open", "closed", "opening", "closing", "stopped"]))
        #expect(said(entity, #"{"go":"CLOSE"}"#) == .text("closed") && said(entity, "{}") == .text("stopped"))
        #expect(heard(entity) == ["open=OPEN", "close=CLOSE", "stop=STOP"])
        let position = try Announced.entity(
            "cover", #"{"pos_t":"p","pos_tpl":"{{ value_json.p }}","pos_open":0,"pos_clsd":100}"#)
        #expect(position.stateTopic == "p" && position.content == .number(0...100))
        #expect(said(position, #"{"p":40}"#) == .number(40) && position.commands.isEmpty)
        let valve = try Announced.entity("valve", #"{"cmd_t":"c","stat_t":"s","cmd_tpl":"<{{ value }}>"}"#)
        #expect(valve.content == .options(["open", "closed", "opening", "closing"]))
        #expect(said(valve, "closed") == .text("closed") && heard(valve).first == "open=<OPEN>")
    }

    @Test func buttonsAndScenes() throws {
        #expect(heard(try Announced.entity("button", #"{"cmd_t":"c"}"#)) == ["press=PRESS"])
        #expect(
            heard(try Announced.entity("scene", #"{"cmd_t":"c","pl_on":"{ \"recall\": 1 }"}"#)) == [
                #"activate={ "recall": 1 }"#
            ])
    }

    @Test func opposites() {
        for action in EntityCommand.Action.allCases {
            #expect(action.opposite != action)
            if let other = action.opposite { #expect(other.opposite == action) }
        }
    }

    @Test func oneMessageForAll() throws {
        let message = TemplateMessage(Array(#"{"a":1,"b":"x"}"#.utf8))
        let number = try Announced.entity("sensor", #"{"stat_t":"s","val_tpl":"{{ value_json.a }}"}"#)
        let text = try Announced.entity("sensor", #"{"stat_t":"s","val_tpl":"{{ value_json.b }}"}"#)
        #expect(number.reading(from: message) == .number(1) && text.reading(from: message) == .text("x"))
    }
}
