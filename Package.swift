// swift-tools-version: 6.2
import PackageDescription

/// Every module is compiled in Swift 6 mode with warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Modules that compute, and tests that simulate: unoptimised, their tests would take minutes. Each is compiled as a whole, which
/// takes three quarters of the time that its files take one by one.
let computing: Set = [
    "ChatModels", "DataSets", "Environments", "Feedback", "FeedbackTests", "Foundations", "Generation", "Images",
    "Oracles", "PageExtraction", "SafetyGrid",
]
let fast =
    strict + [.unsafeFlags(["-O", "-wmo", "-disable-batch-mode", "-num-threads", "2"], .when(configuration: .debug))]

/// The release program holds Swift's own libraries: it runs where no Swift is, starts sooner and takes less memory.
let standalone: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-static-stdlib", "-l_CFURLSessionInterface", "-lCoreFoundation", "-lFoundationInternationalization",
            "-lFoundationEssentials", "-l_FoundationCollections", "-l_FoundationCShims", "-l_FoundationICU", "-lcurl",
            // Nothing looks a symbol up by its name.
            "-Xlinker", "--no-export-dynamic",
        ], .when(configuration: .release))
]

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let flyingFox: Target.Dependency = .product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks: Target.Dependency = .product(name: "FlyingSocks", package: "FlyingFox")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// One module a stage, in the order in which a test travels: a module sees only those it names here.
let package = Package(
    name: "sextant",
    products: [.executable(name: "sextant", targets: ["sextant"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
        .package(url: "https://github.com/swhitty/FlyingFox.git", from: "0.27.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.5.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CLibXML2", path: "Sources/CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPNG", path: "Sources/CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(
            name: "CPostgres", path: "Sources/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CEpoll", path: "Sources/CEpoll"),
        .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
        .systemLibrary(
            name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        stage("Foundations", ["CCrypto", "CZlib", yams]),
        stage("Images", ["CPNG", "Foundations"]),
        stage("SafetyGrid", ["Foundations"]),
        stage("HTTPTransport", ["CCurl", "CEpoll", "Foundations"]),
        stage("PostgreSQL", ["CEpoll", "CPostgres", "Foundations"]),
        stage("Records", ["Foundations", "Images", "SafetyGrid"]),
        stage("Storage", ["Foundations", "Images", "PostgreSQL", "Records", "SafetyGrid", grdb, sqlite]),
        stage(
            "ChatModels",
            [
                "Foundations", "HTTPTransport", "Images", "Records", "SafetyGrid", flyingFox, flyingSocks, subprocess,
                system,
            ]),
        stage("PageExtraction", ["CLibXML2", "Foundations"]),
        stage("Retrieval", ["Foundations", "HTTPTransport", "PageExtraction", "Storage", "Records", "SafetyGrid"]),
        stage("DataSets", ["ChatModels", "Foundations", "Records", "SafetyGrid"]),
        stage("Generation", ["ChatModels", "DataSets", "Foundations", "Images", "Records", "SafetyGrid"]),
        stage("Environments", ["ChatModels", "Foundations", "Records", "SafetyGrid", flyingFox, flyingSocks]),
        stage(
            "Execution", ["ChatModels", "Environments", "Foundations", "Generation", "Images", "Records", "SafetyGrid"]),
        stage("Oracles", ["ChatModels", "Environments", "Foundations", "Images", "Records", "SafetyGrid"]),
        stage("Feedback", ["Foundations", "Records", "SafetyGrid"]),
        stage(
            "Pipeline",
            [
                "ChatModels", "Execution", "Feedback", "Foundations", "Generation", "HTTPTransport", "Images",
                "Oracles",
                "Records", "SafetyGrid", "Storage",
            ]),
        stage("Analysis", ["Feedback", "Foundations", "Generation", "Images", "Records", "Storage", "SafetyGrid"]),
        stage(
            "Reporting", ["Analysis", "Feedback", "Foundations", "Images", "Records", "SafetyGrid", mustache],
            [.embedInCode("HTML/Resources")]),
        stage(
            "Workflows",
            [
                "Analysis", "ChatModels", "DataSets", "Environments", "Execution", "Feedback", "Foundations",
                "Generation", "HTTPTransport", "Images", "Oracles", "PageExtraction", "Pipeline", "Records",
                "Reporting",
                "Retrieval",
                "Storage", "SafetyGrid", flyingFox, flyingSocks,
            ]),
        stage(
            "Settings",
            [
                "ChatModels", "Foundations", "Generation", "Pipeline", "Records", "Reporting", "Retrieval",
                "SafetyGrid",
                "Storage", "Workflows",
            ]),
        stage(
            "Terminal",
            [
                "Analysis", "ChatModels", "DataSets", "Feedback", "Foundations", "Generation", "HTTPTransport",
                "Images", "Oracles", "Pipeline", "Records", "Reporting", "Retrieval", "Storage", "SafetyGrid",
                "Workflows",
            ]),
        .executableTarget(
            name: "sextant",
            dependencies: [
                "Analysis", "ChatModels", "CMalloc", "DataSets", "Environments", "Feedback", "Foundations",
                "Generation", "HTTPTransport", "Images", "Oracles", "PageExtraction", "Pipeline", "Records",
                "Reporting", "Retrieval",
                "Storage", "SafetyGrid", "Settings", "Terminal", "Workflows", argumentParser,
            ],
            swiftSettings: strict, linkerSettings: standalone),
        tests("Foundations"),
        tests("Images", ["CPNG", "Foundations"]),
        tests("SafetyGrid", ["Foundations"]),
        tests("PostgreSQL", ["Foundations", "TestSupport"]),
        tests(
            "DataSets",
            ["ChatModels", "Foundations", "Generation", "HTTPTransport", "Records", "SafetyGrid", "TestSupport"]),
        tests(
            "Environments",
            ["ChatModels", "Foundations", "HTTPTransport", "Records", "SafetyGrid", "TestSupport"]),
        tests(
            "Execution",
            ["ChatModels", "Environments", "Foundations", "Images", "Records", "SafetyGrid", "TestSupport"]),
        tests(
            "Generation",
            ["ChatModels", "FaultServer", "Foundations", "HTTPTransport", "Records", "SafetyGrid", "TestSupport"],
            data: ["Gate/README.md", "Gate/model-outputs.jsonl"]),
        tests(
            "Analysis",
            [
                "Feedback", "Foundations", "Images", "Records", "Reporting", "Storage", "SafetyGrid", "TestSupport",
                "Workflows",
            ]),
        tests(
            "Reporting",
            [
                "Analysis", "Feedback", "Foundations", "HTTPTransport", "Images", "Records", "Storage", "SafetyGrid",
                "TestSupport", "Workflows",
            ]),
        tests(
            "Workflows",
            [
                "Analysis", "ChatModels", "Environments", "FaultServer", "Feedback", "Foundations", "HTTPTransport",
                "Images",
                "Oracles", "Pipeline", "Records", "Reporting", "Retrieval", "Storage", "SafetyGrid", "TestSupport",
            ]),
        tests(
            "Storage",
            ["Foundations", "HTTPTransport", "Images", "PostgreSQL", "Records", "SafetyGrid", "TestSupport", grdb]),
        tests("Feedback", ["Foundations", "Records", "SafetyGrid", "SimulatedWorlds", "TestSupport"]),
        tests(
            "Oracles",
            [
                "ChatModels", "Environments", "Foundations", "HTTPTransport", "Images", "Records", "SafetyGrid",
                "TestSupport",
            ]),
        tests(
            "Pipeline",
            [
                "ChatModels", "Environments", "Execution", "FaultServer", "Feedback", "Foundations", "Generation",
                "HTTPTransport", "Images", "Oracles", "Records", "Storage", "SafetyGrid", "TestSupport",
            ]),
        tests("Settings", ["ChatModels", "Foundations", "Records", "SafetyGrid", "Workflows"]),
        tests(
            "Terminal",
            ["Foundations", "HTTPTransport", "Pipeline", "Records", "SafetyGrid", "TestSupport", "Workflows"]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "sextant", "ChatModels", "FaultServer", "Foundations", "HTTPTransport", "Pipeline", "Records",
                "Retrieval", "Settings", "Storage", "SafetyGrid", "TestSupport", "Workflows",
                argumentParser, flyingFox, flyingSocks, grdb,
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: ["Foundations", "HTTPTransport", "PostgreSQL", "Records", "Storage", "SafetyGrid"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("HTTPTransport", ["FaultServer", "Foundations"]),
        tests("PageExtraction", ["CLibXML2", "Foundations", "TestSupport"]),
        tests(
            "Retrieval",
            [
                "FaultServer", "Foundations", "HTTPTransport", "PageExtraction", "Records", "Storage", "SafetyGrid",
                "TestSupport", flyingFox, flyingSocks, grdb,
            ]),
        tests(
            "ChatModels",
            ["FaultServer", "Foundations", "HTTPTransport", "Images", "Records", "SafetyGrid", "TestSupport"]),
        .target(
            name: "FaultServer", dependencies: ["CEpoll", "Foundations", "HTTPTransport"],
            path: "Tests/FaultServer",
            swiftSettings: strict),
        tool("fault-server", "FaultServerTool", ["FaultServer"]),
        tool("transport-bench", "TransportBench", ["HTTPTransport"]),
        tool("model-bench", "ModelBench", ["ChatModels", "HTTPTransport"]),
        tool("crawl-bench", "CrawlBench", ["FaultServer"]),
        tool("extract-bench", "ExtractBench", ["PageExtraction"]),
        tool("retrieval-bench", "RetrievalBench", ["Foundations", "Records", "Retrieval", "Storage", "SafetyGrid"]),
        tool("store-bench", "StoreBench", ["Foundations", "Records", "Storage", "SafetyGrid"]),
        tool("diversity-bench", "DiversityBench", ["Foundations", "Generation", "SafetyGrid"]),
        tool("novelty-bench", "NoveltyBench", ["Foundations", "Generation", "SafetyGrid"]),
        tool("surface-bench", "SurfaceBench", ["Foundations", "Generation", "SafetyGrid"]),
        tool(
            "oracle-bench", "OracleBench",
            ["ChatModels", "Feedback", "Foundations", "Oracles", "Records", "SafetyGrid"]),
        .target(
            name: "SimulatedWorlds", dependencies: ["Feedback", "Foundations", "Records", "SafetyGrid"],
            path: "Tests/SimulatedWorlds", swiftSettings: strict),
        tool(
            "sextant-bench", "SextantBench", ["Feedback", "Foundations", "Records", "SafetyGrid", "SimulatedWorlds"],
            [argumentParser]),
        tool(
            "report-bench", "ReportBench",
            ["Foundations", "Records", "Reporting", "Storage", "SafetyGrid", "Workflows"]),
        tool(
            "text-bench", "TextBench",
            [
                "Analysis", "ChatModels", "Foundations", "Generation", "Oracles", "Records", "Reporting", "Storage",
                "SafetyGrid", "Workflows",
            ]),
    ]
)

func stage(_ name: String, _ dependencies: [Target.Dependency], _ resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources,
        swiftSettings: computing.contains(name) ? fast : strict)
}

/// The tests of a module, and the files in their folder that are read where they lie.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, exclude: data,
        swiftSettings: computing.contains("\(name)Tests") ? fast : strict)
}

/// A program that measures, or that a measurement runs against.
func tool(
    _ name: String, _ folder: String, _ dependencies: [Target.Dependency], _ products: [Target.Dependency] = []
) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + products, path: "Benchmarks/\(folder)", swiftSettings: strict)
}
