// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Folders of tests that hold data, not code.
let excluded = [
    "Documents": ["Golden"], "Spreadsheet": ["Fixtures"], "RulebookFiles": ["Fixtures"], "Reports": ["Golden"],
]

/// A library of one layer and its tests. Layers stand lowest first: a target may only name targets of the layers
/// above it in this file.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = []) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, swiftSettings: settings),
        .testTarget(
            name: name + "Tests",
            dependencies: [.init(stringLiteral: name)] + tests,
            exclude: excluded[name] ?? [],
            swiftSettings: settings
        ),
    ]
}

let package = Package(
    name: "linli",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "linli", targets: ["linli"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/attaswift/BigInt.git", from: "6.0.1"),
    ],
    targets: [
        // C libraries of the system, and the standards as bytes in the binary.
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CYAJL", pkgConfig: "yajl", providers: [.apt(["libyajl-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "BuiltInStandards"),
    ]
        // 0
        + room("Rulebook", [.product(name: "BigInt", package: "BigInt")])
        + room("Spreadsheet", ["CExpat", "CLibZip", "CXLSXWriter"])
        // 1
        + room(
            "RulebookFiles", ["Rulebook", "Spreadsheet", "BuiltInStandards", "CYAML", "CYAJL"],
            tests: ["Rulebook", "Spreadsheet"])
        + room("Documents")
        // 2
        + room(
            "Reports",
            ["Rulebook", "RulebookFiles", "Spreadsheet", "Documents", "CCrypto"],
            tests: ["Rulebook", "RulebookFiles", "Spreadsheet", "Documents"]
        )
        // 3
        + [
            .executableTarget(
                name: "linli",
                dependencies: [
                    "Rulebook", "RulebookFiles", "Spreadsheet", "Documents", "Reports",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: settings
            ),
            .executableTarget(
                name: "ScoringBenchmark", dependencies: ["Rulebook", "RulebookFiles"],
                path: "Benchmarks/ScoringBenchmark", swiftSettings: settings),
        ]
        + [.testTarget(name: "TidyTests", swiftSettings: settings)]
)
