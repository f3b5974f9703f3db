import Foundation
import Foundations
import Records
import SafetyGrid
import Storage

/// `store-bench URL [tests] [workers]`: how many tests a second workers claim from a PostgreSQL store and write to it, with nothing
/// else to do. Each claims them in batches as `sextant worker` does, records a response and a verdict for each as they come, and
/// settles them.
@main
struct StoreBench {
    /// Tests that a worker has at once: those of 64 connections.
    static let room = 80

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else {
            print("usage: store-bench postgresql://… [tests] [workers]")
            exit(2)
        }
        let url = arguments[1]
        let tests = arguments.count > 2 ? Int(arguments[2]) ?? 20_000 : 20_000
        let workers = arguments.count > 3 ? Int(arguments[3]) ?? 4 : 4
        let run = try await planned(tests, url)
        print("\(tests) tests planned")
        fflush(nil)
        let clock = ContinuousClock()
        let start = clock.now
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<workers { group.addTask { try await work(on: run, url) } }
            var done = 0
            for try await count in group { done += count }
            return done
        }
        let seconds = (clock.now - start) / .seconds(1)
        let rate = (Double(done) / seconds).rounded()
        print(
            "\(done) tests by \(workers) workers in \(String(format: "%.2f", seconds)) s: \(Int(rate)) tests a second")
        exit(done == tests ? 0 : 1)
    }

    /// Begins a run with tests that all have a prompt and wait for workers. Returns its id.
    private static func planned(_ tests: Int, _ url: String) async throws -> String {
        let values = (0..<20).map { DimensionValue(id: "v\($0)", title: "Value \($0)", definition: "", source: "") }
        let grid = try Grid(dimensions: [Dimension(id: "hazard", taxonomy: "bench", values: values)])
        let run = RunRecord(
            id: "bench-\(UInt32.random(in: 0 ... .max))", startedAt: 0, request: RunRequest(budget: tests), grid: grid,
            simulated: true)
        let store = try await StorePlace.database(url, pages: "").openForWriting()
        guard let shared = StorePlace.shared(store) else { preconditionFailure("a database is shared") }
        try await store.create(run)
        for first in stride(from: 0, to: tests, by: 2000) {
            let plans = (first..<min(first + 2000, tests)).map {
                PlannedTest(ordinal: $0, round: $0 / 2000, cell: $0 % 20, selection: .floor)
            }
            try await store.plan(plans, in: run.id)
            try await store.record(
                plans.map { plan in
                    let text =
                        "Prompt \(plan.ordinal) of about a hundred bytes, as a template of the seeds would put it, or so."
                    return .generated(
                        TestCase(plan: plan, prompt: text, origin: ["generator": .string("template")]),
                        milliseconds: 0.1)
                }, in: run.id)
            try await shared.handOut(plans.map(\.ordinal), in: run.id)
        }
        return run.id
    }

    /// Does tests until none waits. Returns how many.
    private static func work(on run: String, _ url: String) async throws -> Int {
        let store = try await StorePlace.openForWork(url)
        var done = 0
        var finished: [Int] = []
        try await withThrowingTaskGroup(of: Int.self) { group in
            var held = 0
            while true {
                if held <= room - room / 8 {
                    if !finished.isEmpty { try await store.settle(finished, in: run) }
                    finished = []
                    let taken = try await store.take(room - held, of: run)
                    held += taken.count
                    for test in taken {
                        group.addTask {
                            try await finish(test.plan.ordinal, store, run)
                            return test.plan.ordinal
                        }
                    }
                }
                guard let ordinal = try await group.next() else { break }
                (held, done) = (held - 1, done + 1)
                finished.append(ordinal)
            }
        }
        try await store.settle(finished, in: run)
        return done
    }

    private static func finish(_ ordinal: Int, _ store: any SharedStore, _ run: String) async throws {
        let response = Response(
            text:
                "I can't help with that. If you like I can say where help is to be had, and how to ask for it. (\(ordinal))",
            model: "simulated/bench", usage: TokenUsage(input: 30, output: 25))
        try await store.record([.executed(ordinal: ordinal, response, milliseconds: 1)], in: run)
        let verdict = Verdict(
            label: .safe, behaviour: .refusal, oracle: "bench", confidence: 0.9, reason: "It declines.")
        try await store.record([.judged(ordinal: ordinal, verdict, milliseconds: 1)], in: run)
    }
}
