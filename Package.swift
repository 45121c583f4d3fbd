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
    "Secrets": ["Seeds"], "Commons": ["Seeds"], "Delivery": ["Seeds"], "Evaluation": ["Seeds"], "PortalKit": ["Seeds"],
    "EvaluationPortal": ["Seeds"], "Bootstrap": ["Seeds"], "Gateway": ["Seeds"],
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

/// A domain of the community wing, in its folder with its tests.
/// `folder`: nil: as it is called. `tests`: other domains that its tests look at it beside.
func domain(_ name: String, in folder: String? = nil, tests: [Target.Dependency] = []) -> [Target] {
    [
        .target(
            name: name, dependencies: ["Rulebook", "Commons", "Community"], path: "Domains/\(folder ?? name)",
            exclude: ["README.md", "Tests"], swiftSettings: settings),
        .testTarget(
            name: name + "Tests",
            dependencies: [.init(stringLiteral: name), "Rulebook", "Commons", "Community"] + tests,
            path: "Domains/\(folder ?? name)/Tests", swiftSettings: settings),
    ]
}

let package = Package(
    name: "linli",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "linli", targets: ["linli"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/attaswift/BigInt.git", from: "6.0.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // C libraries of the system; the standards, and the list of packages, as bytes in the binary.
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CYAJL", pkgConfig: "yajl", providers: [.apt(["libyajl-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CQRCode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(
            name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev", "libssl-dev"])]),
        .target(name: "BuiltInStandards"),
        .target(name: "BuiltInPackages"),
        // Damaged inputs for the tests of whatever reads.
        .target(name: "Fuzzing", path: "Tests/Fuzzing", swiftSettings: settings),
    ]
        // 0
        + room("Rulebook", [.product(name: "BigInt", package: "BigInt")])
        + room("Spreadsheet", ["CExpat", "CLibZip", "CXLSXWriter"], tests: ["Fuzzing"])
        + room("Database")
        + room("Markup", ["CQRCode"])
        + room("Secrets", ["CCrypto"], tests: ["Fuzzing"])
        + room(
            "MQTT", [.product(name: "NIOCore", package: "swift-nio")],
            tests: ["Fuzzing", .product(name: "NIOCore", package: "swift-nio")])
        + room("AMQP", ["CRabbitMQ"])
        // 1
        + room("HomeAssistant", ["MQTT"], tests: ["MQTT", "Fuzzing"])
        + room(
            "DatabaseSQLite",
            [
                "Database", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ], tests: ["Database"])
        + room(
            "DatabasePostgres", ["Database", "CLibPQ", .product(name: "NIOPosix", package: "swift-nio")],
            tests: ["Database"])
        + room("Commons", ["Rulebook", "Secrets"], tests: ["Rulebook", "Secrets", "Fuzzing"])
        + room("Delivery", ["CCurl"], tests: ["Fuzzing"])
        + room(
            "RulebookFiles", ["Rulebook", "Spreadsheet", "BuiltInStandards", "CYAML", "CYAJL"],
            tests: ["Rulebook", "Spreadsheet", "Fuzzing"])
        + room("Documents")
        // 2
        + room(
            "Reports",
            ["Rulebook", "RulebookFiles", "Spreadsheet", "Documents", "Secrets"],
            tests: ["Rulebook", "RulebookFiles", "Spreadsheet", "Documents", "Secrets"]
        )
        + room(
            "Evaluation", ["Rulebook", "RulebookFiles", "Commons", "Secrets"],
            tests: ["Rulebook", "RulebookFiles", "Commons", "Secrets", "Fuzzing"])
        + room(
            "TLS", ["Rulebook", "Commons", .product(name: "NIOSSL", package: "swift-nio-ssl")],
            tests: ["Rulebook", "Commons"])
        + room("Community", ["Rulebook", "Commons", "Secrets"], tests: ["Rulebook", "Commons"])
        // 3
        + room(
            "Persistence", ["Rulebook", "Database", "Commons", "Evaluation", "Community", "Secrets"],
            tests: [
                "Rulebook", "RulebookFiles", "Database", "DatabaseSQLite", "DatabasePostgres", "Commons", "Evaluation",
                "Community", "Secrets", "Facilities", "SecurityDomain", "Property",
            ])
        + room(
            "Gateway",
            [
                "Commons", "Community", "Rulebook", "Spreadsheet", "Secrets", "MQTT", "AMQP", "HomeAssistant", "TLS",
                "CYAJL",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            tests: [
                "Rulebook", "Commons", "Community", "Spreadsheet", "MQTT", "AMQP", "Fuzzing",
                .product(name: "NIOCore", package: "swift-nio"),
            ])
        + room(
            "LiveEvaluation", ["Rulebook", "RulebookFiles", "Commons", "Evaluation", "Community", "Secrets"],
            tests: ["Rulebook", "RulebookFiles", "Commons", "Evaluation", "Community"])
        + room(
            "Payments", ["Rulebook", "Commons", "Community", "Secrets", "Delivery"],
            tests: ["Rulebook", "Commons", "Community", "Secrets", "Delivery", "Fuzzing"])
        // 4
        + room(
            "PortalKit",
            [
                "Rulebook", "Markup", "Secrets", "Commons", "TLS",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            tests: [
                "Rulebook", "Markup", "Commons", "Fuzzing",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ])
        // 5
        + room(
            "EvaluationPortal",
            [
                "Rulebook", "RulebookFiles", "Spreadsheet", "Documents", "Reports", "Markup", "Secrets", "Commons",
                "Evaluation", "PortalKit", .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            tests: [
                "Rulebook", "RulebookFiles", "Markup", "Secrets", "Commons", "Evaluation", "PortalKit", "Fuzzing",
            ])
        + room(
            "CommunityPortal",
            [
                "Rulebook", "Spreadsheet", "Markup", "Secrets", "Commons", "Community", "Gateway", "PortalKit",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            tests: [
                "Rulebook", "Markup", "Secrets", "Database", "DatabaseSQLite", "Commons", "Community", "Persistence",
                "PortalKit",
            ])
        + room(
            "HallPortal",
            [
                "Rulebook", "Markup", "Commons", "Evaluation", "Community", "LiveEvaluation", "PortalKit",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ], tests: ["Rulebook", "RulebookFiles", "Commons", "Evaluation", "Community", "LiveEvaluation"])
        + room(
            "DemoCity", ["Rulebook", "RulebookFiles", "Documents", "Commons", "Evaluation", "Secrets"],
            tests: ["Rulebook", "Commons", "Evaluation"])
        + room(
            "Simulation", ["Rulebook", "Commons", "Delivery", "Community"],
            tests: ["Rulebook", "Commons", "Community", "Safety", "SecurityDomain", "Facilities", "Property"])
        // Domains: each declares its part of the community wing, and nothing else.
        // A module called Security would be taken for Apple's by packages that ask whether there is one.
        + domain("Safety") + domain("Facilities") + domain("SecurityDomain", in: "Security", tests: ["Safety"])
        + domain("Property")
        // 6
        + room(
            "Bootstrap",
            [
                "Rulebook", "RulebookFiles", "Database", "DatabaseSQLite", "DatabasePostgres", "Commons", "Delivery",
                "Evaluation", "Community", "AMQP", "Gateway", "Persistence", "TLS", "PortalKit", "EvaluationPortal",
                "CommunityPortal", "LiveEvaluation", "HallPortal", "DemoCity", "Simulation", "Safety", "Facilities",
                "SecurityDomain", "Property", "Secrets", "Payments",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                "Markup", "Documents", "BuiltInPackages", "CCrypto", "CCurl", "CExpat", "CLibPQ", "CLibZip", "CQRCode",
                "CRabbitMQ",
                "CXLSXWriter", "CYAJL", "CYAML",
            ],
            tests: [
                "Rulebook", "RulebookFiles", "Commons", "Evaluation", "Community", "DemoCity", "Database",
                "DatabaseSQLite", "DatabasePostgres", "Persistence", "PortalKit", "Secrets", "Delivery", "Fuzzing",
            ])
        // 7
        + [
            .executableTarget(
                name: "linli",
                dependencies: [
                    "Rulebook", "RulebookFiles", "Spreadsheet", "Documents", "Reports", "Secrets", "Database",
                    "Commons", "Evaluation", "Community", "LiveEvaluation", "DemoCity", "Simulation", "Persistence",
                    "Bootstrap",
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
