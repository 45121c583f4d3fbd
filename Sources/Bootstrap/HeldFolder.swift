import Foundation
import Glibc

/// A folder for what is under way, gone afterwards: at its end, or, where the process was killed, when the next one
/// sweeps. Nobody else reads it.
struct HeldFolder: Sendable {
    let path: String
    private let descriptor: Int32

    /// Makes it, which must not be there, and holds it.
    init(_ path: String) throws {
        self.path = path
        guard mkdir(path, 0o700) == 0 else { throw Durable.failure("mkdir", path) }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Where a file system has no locks, nothing is swept either.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
    }

    /// Once, when the work is over; what was moved away stays.
    func end() {
        try? FileManager.default.removeItem(atPath: path)
        close(descriptor)
    }

    /// Removes those in a folder whose names begin so and that nobody holds.
    static func sweep(_ folder: String, _ prefix: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for path in names.filter({ $0.hasPrefix(prefix) }).map({ folder + "/" + $0 }) {
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
            close(descriptor)
        }
    }
}
