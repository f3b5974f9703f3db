// swift-tools-version: 6.2
import PackageDescription

/// Every module is compiled in Swift 6 mode with warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let flyingFox: Target.Dependency = .product(name: "FlyingFox", package: "FlyingFox")
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
    ],
    targets: [
        .systemLibrary(
            name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        stage("SafetyGrid", [yams]),
        stage("HTTPTransport", ["CCurl"]),
        stage("Records", ["SafetyGrid"]),
        stage("RunStore", ["Records", "SafetyGrid", grdb]),
        stage("ChatModels", ["HTTPTransport", "Records", "SafetyGrid", flyingFox]),
        stage("Generation", ["ChatModels", "Records", "SafetyGrid"]),
        stage("Execution", ["ChatModels", "Records"]),
        stage("Oracles", ["ChatModels", "Records", "SafetyGrid"]),
        stage("Feedback", ["Records", "SafetyGrid"]),
        stage(
            "Pipeline",
            ["ChatModels", "Execution", "Feedback", "Generation", "Oracles", "Records", "RunStore", "SafetyGrid"]),
        stage("Reporting", ["Feedback", "Records", "RunStore", "SafetyGrid", mustache]),
        .executableTarget(
            name: "sextant",
            dependencies: [
                "ChatModels", "Feedback", "Generation", "HTTPTransport", "Oracles", "Pipeline", "Records",
                "Reporting", "RunStore", "SafetyGrid", argumentParser,
            ],
            swiftSettings: strict),
        tests("SafetyGrid"),
        tests("Generation", ["Records", "SafetyGrid"]),
    ]
)

func stage(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, swiftSettings: strict)
}
