import Commons
import Evaluation
import Rulebook
import Secrets

/// What the API never comes to, or does not look at.
extension APIRecords {
    func note(_ note: JournalNote) throws {}
    func journalSize() throws -> Int { throw Unused() }
    func journalEntry(_ sequence: Int) throws -> JournalEntry? { throw Unused() }
    func journalEntries(_ query: JournalQuery) throws -> [JournalEntry] { throw Unused() }
    func journalRoot(_ size: Int) throws -> MerkleTree.Hash { throw Unused() }
    func inclusionPath(of sequence: Int, in size: Int) throws -> [MerkleTree.Hash] { throw Unused() }
    func consistencyPath(from old: Int, to size: Int) throws -> [MerkleTree.Hash] { throw Unused() }
    func journalKeys() throws -> [JournalKey] { throw Unused() }
    func witnessed(_ origin: String) throws -> SignedNote? { throw Unused() }
    func keepWitnessed(_ checkpoint: Checkpoint, _ note: SignedNote) throws { throw Unused() }
    func checkpoint(upTo size: Int?) throws -> SignedNote? { throw Unused() }
    func checkpoint(beyond sequence: Int) throws -> SignedNote? { throw Unused() }
    func addCheckpoint(_ checkpoint: Checkpoint, _ note: SignedNote) throws { throw Unused() }

    func head(kind: String, number: String) throws -> CaseHead? { throw Unused() }
    func saltedEntries(of id: String) throws -> [SaltedEntry] { throw Unused() }
    func addCase(_ head: CaseHead, _ entries: [SaltedEntry], assigned: Set<String>) throws { throw Unused() }
    func keepNumbers(kind: String, year: Int, above last: Int) throws { throw Unused() }
    func segments(of id: String) throws -> [[UInt8]] { throw Unused() }
    func addSegment(of id: String, position: Int, last: Int, _ content: [UInt8]) throws { throw Unused() }

    func credential(of person: String) throws -> Credential? { throw Unused() }
    func save(_ credential: Credential) throws { throw Unused() }
    func loginFailures(_ key: String) throws -> LoginFailures? { throw Unused() }
    func save(_ failures: LoginFailures) throws { throw Unused() }
    func removeLoginFailures(_ key: String) throws { throw Unused() }
    func earlierPasswords(of person: String) throws -> [String] { throw Unused() }
    func keepEarlier(_ credential: Credential, most: Int) throws { throw Unused() }
    func secondFactor(of person: String) -> SecondFactor? { nil }
    func save(_ factor: SecondFactor) throws { throw Unused() }
    func useStep(_ step: Int64, of person: String) throws -> Bool { throw Unused() }
    func removeSecondFactor(of person: String) throws -> Bool { throw Unused() }
    func setRecoveryCodes(_ digests: [String], of person: String) throws { throw Unused() }
    func recoveryCodes(of person: String) -> Int { 0 }
    func useRecoveryCode(_ digest: String, of person: String) throws -> Bool { throw Unused() }
    func insert(_ step: LoginStep) throws { throw Unused() }
    func loginStep(digest: String) throws -> LoginStep? { throw Unused() }
    func removeLoginSteps(of person: String) throws { throw Unused() }
    func renewSession(_ id: String, as newID: String, provedAt: Instant) throws -> Bool { throw Unused() }
    func insert(_ session: Session) throws { throw Unused() }
    func session(_ id: String) throws -> (session: Session, holder: Holder)? { throw Unused() }
    func sessions(of person: String) throws -> [Session] { throw Unused() }
    func touchSession(_ id: String, at: Instant) throws { throw Unused() }
    func endSession(_ id: String, of person: String) throws -> Bool { throw Unused() }
    func endSessions(of person: String, except kept: String?) throws -> Int { throw Unused() }
    func insert(_ token: AccessToken) throws { throw Unused() }
    func accessToken(digest: String) throws -> (token: AccessToken, holder: Holder)? { throw Unused() }
    func homes(of person: String, keptBy organisations: Set<String>, on day: Day) throws -> Set<String> { [] }
    func accessTokens(of person: String) throws -> [AccessToken] { throw Unused() }
    func touchAccessToken(_ id: String, at: Instant) throws { throw Unused() }
    func removeAccessToken(_ id: String, of person: String) throws -> Bool { throw Unused() }
    func removeAccessTokens(of person: String) throws { throw Unused() }
    func insert(_ link: PasswordLink) throws { throw Unused() }
    func passwordLink(digest: String) throws -> PasswordLink? { throw Unused() }
    func removePasswordLinks(of person: String) throws { throw Unused() }
    func removeOver(now: Instant, idleSince: Instant, forgotten: Instant) throws { throw Unused() }

    func storedAnswer(_ key: IdempotencyKey) throws -> StoredAnswer? { throw Unused() }
    func insert(_ answer: StoredAnswer) throws { throw Unused() }
    func save(_ answer: StoredAnswer) throws { throw Unused() }
    func removeStoredAnswer(_ key: IdempotencyKey) throws { throw Unused() }

    func enqueue(kind: String, key: String, payload: [UInt8], runAt: Instant) {}
    func enqueue(kind: String, key: String, payload: [UInt8], every period: Int64, from: Instant) {}
    func leaseJob(kinds: [String], node: String, now: Instant, until: Instant) throws -> Job? { throw Unused() }
    func extendLease(_ job: Job, until: Instant) throws -> Bool { throw Unused() }
    func completeJob(_ job: Job, now: Instant) throws -> Bool { throw Unused() }
    func failJob(_ job: Job, reason: String, retryAt: Instant?) throws -> Bool { throw Unused() }
    func job(kind: String, key: String) throws -> Job? { throw Unused() }
    func jobsGivenUp(limit: Int) throws -> [Job] { throw Unused() }
    func removeJob(kind: String, key: String) throws { throw Unused() }

    func addNotice(_ notice: Notice) { state.notices.append(notice) }
    func notice(_ id: String) -> Notice? { state.notices.first { $0.id == id } }
    func notices(for person: String, after: Notice.Cursor?, limit: Int) -> [Notice] {
        state.notices.filter { $0.person == person }
    }
    func unreadNotices(for person: String) -> Int { 0 }
    func markNoticesRead(_ ids: [String]?, for person: String, at: Instant) throws -> Int { throw Unused() }
    func unmailedNotices(limit: Int) throws -> [Notice] { throw Unused() }
    func markNoticeMailed(_ id: String, at: Instant) throws { throw Unused() }
    func webhook(_ id: String) throws -> WebhookSubscription? { throw Unused() }
    func webhooks(of organisation: String) throws -> [WebhookSubscription] { throw Unused() }
    func webhooks(for event: String, organisations: Set<String>) -> [WebhookSubscription] { [] }
    func setWebhook(_ webhook: WebhookSubscription) throws { throw Unused() }
    func removeWebhook(_ id: String) throws { throw Unused() }
    func webhookDelivery(_ id: String) throws -> WebhookDelivery? { throw Unused() }
    func webhookDeliveries(of webhook: String, limit: Int) throws -> [WebhookDelivery] { throw Unused() }
    func webhookDeliveries(dueBy instant: Instant, limit: Int) throws -> [WebhookDelivery] { throw Unused() }
    func setWebhookDelivery(_ delivery: WebhookDelivery) throws { throw Unused() }
    func removeWebhookDeliveries(settledBefore instant: Instant) throws -> Int { throw Unused() }

    func setting(_ name: String) -> (text: String, version: Int)? { nil }
    func set(_ name: String, _ text: String, version: Int) throws -> Int { throw Unused() }
}
