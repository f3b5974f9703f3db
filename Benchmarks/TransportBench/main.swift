import Foundation
import Glibc
import HTTPTransport

/// Sends `--requests` chat completions to `--url` at `--concurrency` and prints time, processor time and memory.
struct Bench {
    let url: String
    let requests: Int
    let concurrency: Int
    let client: any HTTPClient

    func run() async -> [Int: Int] {
        await withTaskGroup(of: Int.self) { group in
            var started = 0
            var statuses: [Int: Int] = [:]
            func start() {
                started += 1
                group.addTask { await one() }
            }
            while started < min(concurrency, requests) { start() }
            while let status = await group.next() {
                statuses[status, default: 0] += 1
                if started < requests { start() }
            }
            return statuses
        }
    }

    private func one() async -> Int {
        let body = Array(#"{"model":"m","messages":[{"role":"user","content":"hello"}]}"#.utf8)
        let request = HTTPRequest(
            method: "POST", url: url, headers: ["Content-Type": "application/json", "Authorization": "Bearer none"],
            body: body)
        do {
            return try await client.send(request).status
        } catch {
            if CommandLine.arguments.contains("--verbose") { print(error) }
            return 0
        }
    }
}

func option(_ name: String) -> String? {
    let arguments = CommandLine.arguments
    guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
    return arguments[index + 1]
}

/// The prompts of a run, of its tests.jsonl.
func prompts(_ file: String) throws -> [String] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return object?["prompt"] as? String
    }
}

// The least time: the prompts of a run to each of several servers.
if let file = option("--prompts"), let ports = option("--ports") {
    let ports = ports.split(separator: ",").compactMap { UInt16($0) }
    var client = try BareClient(
        ports: ports, prompts: try prompts(file), concurrency: Int(option("--concurrency") ?? "64") ?? 64)
    try client.run()
    print("\(client.responses)")
    exit(0)
}

let curl = try CurlClient(CurlSettings(caBundle: option("--ca")))
let concurrency = Int(option("--concurrency") ?? "64") ?? 64
let resilient = ResilientClient(curl, limits: HostLimits(maxConnections: concurrency))
let useRaw = CommandLine.arguments.contains("--raw")
for round in 1...(Int(option("--rounds") ?? "3") ?? 3) {
    let bench = Bench(
        url: option("--url") ?? "http://127.0.0.1:8089/v1/chat/completions",
        requests: Int(option("--requests") ?? "1000") ?? 1000,
        concurrency: CommandLine.arguments.contains("--flood") ? 1 << 30 : concurrency,
        client: useRaw ? curl : resilient)
    var before = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &before)
    let start = ContinuousClock.now
    let statuses = await bench.run()
    let elapsed = ContinuousClock.now - start
    var after = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &after)
    let user =
        Double(after.ru_utime.tv_sec - before.ru_utime.tv_sec) + Double(
            after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e6
    let system =
        Double(after.ru_stime.tv_sec - before.ru_stime.tv_sec) + Double(
            after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6
    print("round \(round): \(elapsed), cpu \(user) + \(system) s, peak \(after.ru_maxrss) KiB, statuses \(statuses)")
}
