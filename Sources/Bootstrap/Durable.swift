import Glibc

/// Changes of folders that a loss of power does not undo.
enum Durable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Gives a folder, whose files are on the disk, its name.
    static func move(_ part: String, to path: String, in folder: String) throws {
        try sync(part)
        guard rename(part, path) == 0 else { throw failure("rename", path) }
        try sync(folder)
    }

    /// What a file holds or a folder lists.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync", path) }
    }

    static func failure(_ call: String, _ path: String) -> Failure {
        Failure(description: "\(call) \(path): \(String(cString: strerror(errno)))")
    }
}
