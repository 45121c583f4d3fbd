import Community
import Testing

@testable import Gateway

@Suite struct DeviceTopicTests {
    @Test(arguments: ["S1", "HDL-1-1", "甲/乙", "a+b", "#1", "100%", "%2F", "/", "é", "a.b", "."])
    func aNumberComesBackAsItIs(_ number: String) throws {
        for channel in DeviceTopic.Channel.allCases {
            let topic = DeviceTopic(number, channel)
            #expect(DeviceTopic(topic.text) == topic)
            #expect(topic.text.split(separator: "/").count == 3)
            let filter = try #require(DeviceFilter(topic.text))
            #expect(filter.matches(topic))
        }
    }

    @Test(arguments: [
        "", "linli", "linli/S1", "linli/S1/reading", "linli/S1/readings/x", "linli//readings", "Linli/S1/readings",
        "/linli/S1/readings", "linli/S1/readings/", "linli/a%/readings", "linli/a%2/readings", "linli/a%2G/readings",
        "linli/a%41/readings", "linli/\(String(repeating: "9", count: 401))/readings",
    ])
    func elsewhereNobodySpeaks(_ topic: String) { #expect(DeviceTopic(topic) == nil) }

    @Test(arguments: [
        "#", "+", "+/+/+", "linli/#", "linli/+", "linli", "linli/S1", "linli/#/commands", "linli/S1/commands/#",
        "linli/S1/nothing", "other/S1/commands", "linli//commands",
    ])
    func nobodyHearsMoreThanTheirOwn(_ filter: String) { #expect(DeviceFilter(filter) == nil) }

    @Test func wildcards() throws {
        let own = try #require(DeviceFilter("linli/S1/#"))
        #expect(own.matches(DeviceTopic("S1", .commands)) && own.matches(DeviceTopic("S1", .wishes)))
        #expect(!own.matches(DeviceTopic("S2", .commands)))
        let all = try #require(DeviceFilter("linli/+/commands"))
        #expect(all.matches(DeviceTopic("S2", .commands)) && !all.matches(DeviceTopic("S2", .wishes)))
    }
}

@Suite struct DeviceMessageTests {
    private func content(_ channel: DeviceTopic.Channel, _ text: String, packet: UInt16? = 7) -> Delivery.Content {
        DeviceMessage(topic: DeviceTopic("S1", channel), bytes: Array(text.utf8), packet: packet, isRepeated: false)
            .content(now: 1_764_010_800_000)
    }

    @Test func readingsAreTheSendersWhereTheyDoNotSay() {
        guard
            case .readings(let batch) = content(
                .readings,
                #"{"property":"smoke","value":1}"# + "\n" + #"{"device":"D1","property":"open","value":true}"#)
        else {
            Issue.record("no readings")
            return
        }
        #expect(batch.sources.map(\.device) == ["S1", "D1"] && batch.malformed.isEmpty)
        #expect(batch.rows.map(\.at) == [1_764_010_800_000, 1_764_010_800_000])
    }

    @Test func whatMarksAnEvent() {
        func mark(_ text: String, packet: UInt16? = 7) -> EventMark? {
            if case .event(_, let mark) = content(.events, text, packet: packet) { mark } else { nil }
        }
        let named = mark(#"{"kind":"fire","id":"a"}"#)
        #expect(named == EventMark("id/a", isCertain: true, isRepeated: false))
        // By its id alone, whatever else it says.
        #expect(mark(#"{"kind":"fire","id":"a","at":5}"#) == named)
        let dated = mark(#"{"kind":"fire","at":5}"#)
        #expect(dated?.isCertain == true && dated == mark(#"{"kind":"fire","at":5}"#, packet: 8))
        #expect(dated != mark(#"{"kind":"fire","at":6}"#) && dated != mark(#"{"kind":"fault","at":5}"#))
        #expect(dated != mark(#"{"kind":"fire","at":5,"text":"x"}"#))
        let bare = mark(#"{"kind":"fire"}"#)
        #expect(bare?.isCertain == false && bare != mark(#"{"kind":"fire"}"#, packet: 8))
        #expect(bare != mark(#"{"kind":"fire","text":"x"}"#))
    }

    @Test(arguments: [
        (DeviceTopic.Channel.events, "{}"), (.events, "[]"), (.events, ""), (.events, #"{"kind":1}"#),
        (.events, #"{"kind":"fire","id":""}"#), (.events, #"{"kind":"fire","at":"soon"}"#),
        (.events, #"{"kind":"fire","text":"\u0000"}"#), (.events, #"{"kind":"fire","at":1e99}"#),
        (.events, "{\"kind\":\"fire\",\"id\":\"\(String(repeating: "x", count: 101))\"}"),
        (.answers, #"{"id":"a"}"#), (.answers, #"{"id":"a","done":"yes"}"#), (.state, #"{"settings":{"a":[1]}}"#),
        (.state, #"{"settings":{"a":null}}"#), (.state, #"{"firmware":7}"#), (.commands, #"{"id":"a","done":true}"#),
    ])
    func whatMakesNoSenseIsSaidSo(_ channel: DeviceTopic.Channel, _ text: String) {
        guard case .malformed(let kept) = content(channel, text) else {
            Issue.record("\(text) was taken")
            return
        }
        #expect(kept == text.prefix(1000))
    }

    @Test func statesAndAnswers() {
        guard
            case .state(let state) = content(
                .state, #"{"firmware":"1.2","settings":{"a":1.5,"b":true,"c":"x"},"more":1}"#)
        else {
            Issue.record("no state")
            return
        }
        #expect(state.settings == ["a": .number(1.5), "b": .flag(true), "c": .text("x")])
        #expect(state.device == "S1" && state.firmware == "1.2")
        guard case .answer(let answer) = content(.answers, #"{"id":"c1","done":false,"text":"卡住"}"#) else {
            Issue.record("no answer")
            return
        }
        #expect(answer == CommandAnswer(command: "c1", isDone: false, text: "卡住"))
    }
}
