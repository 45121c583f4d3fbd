import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func dutyPage(_ call: Call) async throws -> Reply {
        let view = try await dutyView(call)
        let silent = try await desk.silentDevices(call.visitor)
        return livePage(
            call, PageContent(Phrase(zh: "值班台", en: "Duty"), isWide: true, view.body(call, silent: silent)))
    }

    /// What the script puts in the place of the board when something has happened.
    @Sendable func dutyBoard(_ call: Call) async throws -> Reply {
        .page(try await dutyView(call).board.bytes).with(.cacheControl, "no-store")
    }

    private func dutyView(_ call: Call) async throws -> DutyView {
        let newID = desk.surroundings.newID
        return DutyView(
            language: call.spoken, picture: try await desk.dutyPicture(call.visitor), csrf: call.formToken,
            newID: newID, mayListAlarms: call.allows(Estate.alarm.function(.read)))
    }

    /// Tells open screens that alarms have changed, and now and then that time has passed: minutes count here.
    @Sendable func dutyEvents(_ call: Call) async throws -> Reply {
        let announcements = try await desk.store.announcements(on: CommunityDesk.channel)
        return .events(
            CommunityPortal.pulse(
                announcements, of: "\(Estate.alarm.id)/", every: .seconds(30), atMostEvery: .milliseconds(300)))
    }

    /// One event for whatever changed within a moment: a storm of alarms is no storm of pages.
    /// `subject`: what announcements begin with that count.
    static func pulse(
        _ announcements: AsyncStream<String>, of subject: String, every beat: Duration, atMostEvery pause: Duration
    ) -> AsyncStream<ServerEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ServerEvent.self)
        let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let listening = Task {
            // Empty: the database was out of reach, and what changed meanwhile went unheard.
            for await changed in announcements where changed.isEmpty || changed.hasPrefix(subject) {
                change.yield()
            }
            change.finish()
        }
        // By itself, or an alarm that comes a moment later would wait for the pause.
        let ticking = Task {
            while (try? await Task.sleep(for: beat)) != nil { continuation.yield(ServerEvent("changed")) }
        }
        let telling = Task {
            for await _ in changes {
                continuation.yield(ServerEvent("changed"))
                try? await Task.sleep(for: pause)
            }
            ticking.cancel()
            continuation.finish()
        }
        continuation.onTermination = { _ in
            for task in [listening, ticking, telling] { task.cancel() }
        }
        return stream
    }
}
