import Commons
import Evaluation
import Rulebook

/// Plays a story through the front doors: every act is checked like anybody's.
struct Performance: Sendable {
    let story: Story
    let cast: Cast
    let desk: EvaluationDesk
    let files: Files
    let clock: DemoClock
    let seed: UInt64
    private(set) var caseID = ""
    private var evaluation: EvaluationCase?
    /// Beats that have been played, and their days so far.
    private var played = 0
    private var day: Day
    private var acts = 0

    init(_ story: Story, cast: Cast, desk: EvaluationDesk, files: Files, clock: DemoClock, seed: UInt64) {
        self.story = story
        self.cast = cast
        self.desk = desk
        self.files = files
        self.clock = clock
        self.seed = seed
        day = story.firstDay
    }

    /// The first beat: the case is there.
    mutating func open(previous: String?) async throws {
        begin(story.beats[0])
        let visitor = cast.visitor(story.applicant)
        // Dice of their own, so that a settlement's file is the same in all of its cases.
        var dice = Dice(seed, "file/" + story.settlement.key)
        let community = story.settlement.file(
            today: story.today, contact: visitor.person?.name ?? "", &dice)
        caseID = try await desk.openCase(
            applicant: cast.organisation(story.settlement.applicant), body: cast.organisation(story.plan.body),
            rulebook: story.rulebook.id, community: community, previous: previous, by: visitor)
    }

    /// All beats up to the certificate, but not that one.
    mutating func playToCertificate() async throws {
        while played < story.beats.count, !story.beats[played].issues { try await playNext() }
    }

    /// When the certificate is issued; nil: never.
    var certificateDay: Day? {
        guard played < story.beats.count, story.beats[played].issues else { return nil }
        return day.adding(days: story.beats[played].gap)
    }

    mutating func playNext() async throws {
        guard played < story.beats.count else { return }
        let beat = story.beats[played]
        begin(beat)
        for move in beat.moves {
            try await play(move)
            clock.pass(minutes: 3)
        }
    }

    mutating func playRest() async throws {
        while played < story.beats.count { try await playNext() }
    }

    /// On the day of the beat; on a weekend, on the Friday before.
    private mutating func begin(_ beat: Beat) {
        played += 1
        day = day.adding(days: beat.gap)
        clock.move(to: time(of: played, on: day))
    }

    private func time(of beat: Int, on day: Day) -> Instant {
        var worked = day
        while worked.weekday > 5 { worked = worked.adding(days: -1) }
        let minutes = 9 * 60 + (story.number * 37 + beat * 53) % 280
        return Instant(worked).adding(seconds: Int64(minutes * 60))
    }

    /// When the case is opened.
    var opening: Instant { time(of: 1, on: story.firstDay) }

    private mutating func play(_ move: Beat.Move) async throws {
        let today = clock.now.day
        switch move {
        case .act(let login, let act): try await perform(named(act), by: login)
        case .attach(let login, let id, let exhibit, let on, let text):
            let revision = try await store(exhibit, on, edition: 1)
            try await perform(.addEvidence(id: id, evidence: text, revision: revision), by: login)
        case .revise(let login, let id, let exhibit, let on):
            let edition = (evaluation?.evidence.first { $0.id == id }?.uploads.count ?? 1) + 1
            let revision = try await store(exhibit, on, edition: edition)
            try await perform(.reviseEvidence(id: id, revision: revision), by: login)
        case .approve(let login):
            let opened = try await desk.open(caseID, cast.visitor(login))
            try await perform(.approve(digest: opened.evaluation.report?.digest ?? ""), by: login)
        case .publish(let login, let days):
            try await perform(.publish(until: DayText(today.adding(days: days))), by: login)
        case .start(let login): try await perform(.startVisit(on: DayText(today)), by: login)
        case .issue(let login):
            // Good for three years.
            let until = DayText(today.adding(months: 36).adding(days: -1))
            try await perform(.issueCertificate(number: "", until: until), by: login)
        case .check(let login, let isPassed, let remark):
            try await perform(.checkCertificate(year: today.year, isPassed: isPassed, remark: remark), by: login)
        }
    }

    /// Stories know people by their logins, cases by their ids.
    private func named(_ act: Act) -> Act {
        switch act {
        case .invite(let login, let name, let organisation, let fields, let isLeader):
            .invite(
                expert: cast.person(login), name: name, organisation: organisation, fields: fields, isLeader: isLeader)
        case .dismiss(let login, let reason): .dismiss(expert: cast.person(login), reason: reason)
        default: act
        }
    }

    private func store(_ exhibit: Exhibit, _ day: Day, edition: Int) async throws -> Revision {
        let bytes = exhibit.bytes(of: story.settlement, on: day, edition: edition, seed: seed)
        let file = try await files.add(bytes, name: exhibit.fileName)
        return Revision(
            digest: file.digest, name: exhibit.fileName, type: file.type.rawValue, size: Int(file.size))
    }

    private mutating func perform(_ act: Act, by login: String) async throws {
        let visitor = cast.visitor(login)
        if evaluation == nil { evaluation = try await desk.open(caseID, cast.visitor(story.applicant)).evaluation }
        acts += 1
        let expected = evaluation.flatMap { EvaluationDesk.version(for: act, $0, visitor) }
        do {
            let request = EvaluationDesk.Request(act, id: "\(caseID)-\(acts)", expected: expected)
            evaluation = try await desk.perform(request, on: caseID, by: visitor).evaluation
        } catch let refusal as Refusal {
            throw Slip(settlement: story.settlement.name, act: act.name, day: clock.now.day, refusal: refusal)
        }
    }
}

/// A step of the demo city that was refused: a mistake in its story.
struct Slip: Error, CustomStringConvertible {
    var settlement: String
    var act: String
    var day: Day
    var refusal: Refusal

    var description: String {
        let details = refusal.details.map { "\($0.place) \($0.reason.zh)" }.joined(separator: "；")
        return "\(settlement) \(act) \(day): \(refusal.reason.zh) \(refusal.place ?? "") \(details)"
    }
}
