/// Does the jobs of a kind.
///
/// A job is done at least once: after a crash, or where a lease ran out, it comes again. What it changes must bear
/// that.
public struct JobHandler: Sendable {
    public var kind: String
    /// Throwing puts it off.
    public var run: @Sendable (Job) async throws -> Void

    public init(_ kind: String, _ run: @escaping @Sendable (Job) async throws -> Void) {
        self.kind = kind
        self.run = run
    }
}
