public import Evaluation
public import Rulebook
public import RulebookFiles

/// The rulebooks that live data is held against: those on offer that somebody has written bindings for.
public struct BindingsShelf: Sendable {
    /// A rulebook and what its clauses ask of metrics.
    public struct Volume: Sendable {
        public var rulebook: Rulebook
        public var pin: RulebookPin
        public var bindings: Bindings

        public init(rulebook: Rulebook, pin: RulebookPin, bindings: Bindings) {
            self.rulebook = rulebook
            self.pin = pin
            self.bindings = bindings
        }
    }

    /// In the order that the rulebooks are on offer in.
    public let volumes: [Volume]
    /// What is wrong with the bindings that were left out.
    public let problems: [Diagnostic]

    /// Bindings with errors are left out.
    ///
    /// `folders`: by the id of the rulebook. `metrics`: those that there are; nil: any.
    public init(_ shelf: RulebookShelf, _ folders: [String: RulebookFolder], metrics: Set<String>? = nil) {
        var problems: [Diagnostic] = []
        volumes = shelf.offered.compactMap { volume in
            guard let folder = folders[volume.pin.id] else { return nil }
            let (bindings, diagnostics) = BindingsReader.read(
                folder, for: volume.rulebook, metrics: metrics)
            problems += diagnostics
            return bindings.map { Volume(rulebook: volume.rulebook, pin: volume.pin, bindings: $0) }
        }
        self.problems = problems
    }

    /// The one of this id; without an id the first.
    public func volume(_ id: String?) -> Volume? {
        id.map { id in volumes.first { $0.pin.id == id } } ?? volumes.first
    }
}
