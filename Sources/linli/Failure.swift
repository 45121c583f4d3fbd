import ArgumentParser

/// The exit codes of `linli`, as in sysexits.h.
enum Failure {
    /// Unusable input.
    static let data = ExitCode(65)
    /// What it needs does not answer, or is in use.
    static let unavailable = ExitCode(69)
    /// No such file.
    static let missing = ExitCode(66)
    /// Cannot write.
    static let output = ExitCode(74)
}
