import Foundation
import Foundations
import HTTPTransport
import Records
import Testing

/// A headless Chromium, driven over WebDriver (W3C). One serves a whole suite: see ``BrowserTrait``.
actor Browser {
    /// The browser of the suite that is running.
    @TaskLocal static var current: Browser?

    static let driver = "/usr/bin/chromedriver"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: driver) }

    private let input = Pipe()
    private let client: CurlClient
    private let root: String
    private var session = ""

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts driver and browser.
    init() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // The driver ends with its standard input, so that none is left when the tests are killed. It heeds no SIGTERM.
        process.arguments = ["-c", "exec 3<&0; \(Self.driver) --port=0 3<&- & cat <&3 >/dev/null; kill -9 $!"]
        process.standardInput = input
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        client = try CurlClient()
        root = "http://127.0.0.1:\(try Self.port(from: output.fileHandleForReading))"
        let options: [String: Any] = [
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--force-prefers-reduced-motion", "--window-size=1200,900",
            ]
        ]
        let capabilities: [String: Any] = [
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": ["browser": "ALL"],
        ]
        let answer = try await call(
            "POST", "/session", ["capabilities": ["alwaysMatch": capabilities]], isInSession: false)
        session = answer["sessionId"]?.stringValue ?? ""
    }

    /// Ends both.
    func stop() async throws {
        _ = try await call("DELETE", "")
        try input.fileHandleForWriting.close()
    }

    private static func port(from output: FileHandle) throws -> Int {
        var text = ""
        while true {
            let data = output.availableData
            guard !data.isEmpty else { throw Failure(description: "chromedriver ended: \(text)") }
            text += String(decoding: data, as: UTF8.self)
            if let found = text.firstMatch(of: #/started successfully on port (\d+)/#), let port = Int(found.1) {
                return port
            }
        }
    }

    /// Opens a file anew, also when it is open already.
    func open(_ path: String, fragment: String = "") async throws {
        _ = try await call("POST", "/url", ["url": "about:blank"])
        _ = try await call("POST", "/url", ["url": "file://\(path)\(fragment)"])
    }

    /// Runs a function's body in the page; `arguments` are its `arguments`.
    @discardableResult
    func script(_ body: String, _ arguments: JSONValue...) async throws -> JSONValue {
        let list = try JSONSerialization.jsonObject(with: JSONEncoder().encode(arguments))
        return try await call("POST", "/execute/sync", ["script": body, "args": list])
    }

    /// Asks the page until an expression is true: polling, since the page says when it is ready and no clock does.
    func until(_ expression: String, _ location: Testing.SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<1_500 where try await script("return Boolean(\(expression))") == .bool(true) { return }
        Issue.record("never came true: \(expression)", sourceLocation: location)
    }

    func click(_ selector: String) async throws {
        _ = try await call("POST", "/element/\(try await element(selector))/click", [:])
    }

    /// Presses keys where the focus is.
    func press(_ keys: String) async throws {
        let active = try await call("GET", "/element/active")
        _ = try await call("POST", "/element/\(Self.id(active))/value", ["text": keys])
    }

    /// What the console said, errors and breaches of the content policy above all.
    func log() async throws -> [String] {
        guard case .array(let entries) = try await call("POST", "/se/log", ["type": "browser"]) else { return [] }
        return entries.map { $0["message"]?.stringValue ?? "" }
    }

    /// A command of Chromium's own protocol.
    @discardableResult
    func command(_ name: String, _ parameters: [String: any Sendable]) async throws -> JSONValue {
        try await call("POST", "/goog/cdp/execute", ["cmd": name, "params": parameters])
    }

    func resize(width: Int, height: Int) async throws {
        try await command(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
    }

    /// Light or dark.
    func prefer(_ scheme: String) async throws {
        let feature = ["name": "prefers-color-scheme", "value": scheme]
        try await command("Emulation.setEmulatedMedia", ["features": [feature]])
    }

    /// Keeps a picture of the page in the folder that `SEXTANT_SCREENSHOTS` names, for looking at it.
    func keep(_ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["SEXTANT_SCREENSHOTS"] else { return }
        let picture = try await call("GET", "/screenshot").stringValue ?? ""
        try Data(base64Encoded: picture)?.write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }

    private func element(_ selector: String) async throws -> String {
        Self.id(try await call("POST", "/element", ["using": "css selector", "value": selector]))
    }

    private static func id(_ element: JSONValue) -> String {
        guard case .object(let members) = element else { return "" }
        return members.values.first?.stringValue ?? ""
    }

    private func call(
        _ method: String, _ path: String, _ body: [String: Any]? = nil, isInSession: Bool = true
    ) async throws -> JSONValue {
        let bytes = try body.map { Array(try JSONSerialization.data(withJSONObject: $0)) } ?? []
        let place = isInSession ? "\(root)/session/\(session)\(path)" : root + path
        let response = try await client.send(
            HTTPRequest(method: method, url: place, headers: ["Content-Type": "application/json"], body: bytes))
        let answer = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
        guard response.isSuccess, let value = answer["value"] else {
            throw Failure(description: "\(method) \(path): \(answer["value"]?["message"]?.stringValue ?? "?")")
        }
        return value
    }
}

/// Gives a suite one browser for all of its tests.
struct BrowserTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let browser = try await Browser()
        do {
            try await Browser.$current.withValue(browser) { try await function() }
        } catch {
            try await browser.stop()
            throw error
        }
        try await browser.stop()
    }
}

extension Trait where Self == BrowserTrait {
    static var oneBrowser: BrowserTrait { BrowserTrait() }
}
