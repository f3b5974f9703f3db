import Foundation
import Storage
import TestSupport
import Testing

@Suite(
    "A store that machines share", .serialized, .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
struct SharedStoreTests {
    let program: Program
    let url: String

    init() async throws {
        program = try Program()
        url = try await PostgresServer.shared.get().emptySchema()
    }

    @Test("a run in it writes the same tests as one in a file, and every command reads it from anywhere")
    func commands() throws {
        let options = ["run", "--budget", "60", "--hazards", "self_harm,privacy_violation", "--quiet"]
        #expect(try program.run(options + ["--output", "file"]).status == 0)
        let run = try program.run(options + ["--output", "shared", "--store", url])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try program.stableLines(of: "shared") == program.stableLines(of: "file"))
        #expect(!FileManager.default.fileExists(atPath: program.folder("shared/sextant.sqlite")))
        try "store: \"\(url)\"".write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let runs = try program.run(["runs"])
        #expect(runs.status == 0 && runs.output.contains("60/60"), "\(runs.errors)")
        #expect(try program.run(["runs", "--audit"]).output.contains("simulated/default"))
        #expect(try program.run(["show"]).output.contains("self_harm"))
        let report = try program.run(["report", "--output", "elsewhere"])
        #expect(report.status == 0, "\(report.errors)")
        #expect(try program.stableLines(of: "elsewhere") == program.stableLines(of: "file"))
        for command in [["coverage"], ["datasets"], ["export", "--format", "csv", "--out", "prompts.csv"]] {
            let result = try program.run(command)
            #expect(result.status == 0, "\(command): \(result.errors)")
        }
    }

    @Test("nights, judging again, reviewing, data sets and removing do there what they do in a file")
    func nights() throws {
        try "store: \"\(url)\"".write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let night = ["nightly", "--budget", "60", "--hazards", "self_harm,privacy_violation", "--json", "--quiet"]
        #expect(try program.run(night).status == 0)
        let second = try program.run(night + ["--seed", "2"])
        #expect([0, 1].contains(second.status), "\(second.errors)")
        let found = try #require(second.output.firstMatch(of: /"still_there":([0-9]+)/))
        #expect(found.output.1 != "0")
        let folders = try FileManager.default.contentsOfDirectory(atPath: program.folder("Output"))
        let runs = folders.filter { $0.hasPrefix("20") }.sorted()
        try #require(runs.count == 2)
        let run = runs[0]
        let judged = try program.run(["judge", run, "--oracle", "rules"])
        #expect(judged.status == 0 && judged.output.contains("60 judged now"), "\(judged.errors)")
        let review = try program.run(["review", run, "--annotator", "ana", "--limit", "1"], input: "x\ns\n")
        #expect(review.status == 0 && review.output.contains("1 labelled by ana"), "\(review.errors)")
        let expanded = try program.run([
            "expand", "--hazard", "hate_speech_offensive_language", "--name", "more", "--quiet",
        ])
        #expect(expanded.status == 0, "\(expanded.errors)")
        #expect(try program.run(["datasets"]).output.contains("more"))
        let labelled = try program.run(["runs", "--remove", run])
        #expect(labelled.status == 2 && labelled.errors.contains("labels are kept"), "\(labelled.errors)")
        #expect(try program.run(["runs", "--remove", runs[1]]).status == 0)
        let left = try program.run(["runs"]).output
        #expect(left.contains(run) && !left.contains(runs[1]))
    }

    @Test("killed with -9, a run goes on at once where somebody resumes it, and nothing is judged twice")
    func killed() async throws {
        let options = ["run", "--target", "simulated/slow", "--budget", "200", "--quiet", "--styles", "slang"]
        #expect(try program.run(options + ["--output", "whole"]).status == 0)
        let (process, _, _) = try program.start(
            options + ["--output", "broken", "--store", url, "--max-connections", "1"])
        try await waitForVerdicts(20)
        let busy = try program.run(["resume", "--output", "other", "--store", url])
        #expect(busy.status == 3 && busy.errors.contains("is worked on by process"), "\(busy.errors)")
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let resumed = try program.run(["resume", "--output", "other", "--store", url])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try program.stableLines(of: "other") == program.stableLines(of: "whole"))
    }

    @Test("workers come and go, and a planner that is killed with -9 is followed by another: the tests are the same")
    func workers() async throws {
        let options = ["run", "--target", "simulated/slow", "--budget", "200", "--quiet", "--styles", "slang"]
        #expect(try program.run(options + ["--output", "whole"]).status == 0)
        let (planner, _, _) = try program.start(options + ["--plan-only", "--output", "broken", "--store", url])
        let work = ["worker", "--until-done", "--quiet", "--max-connections", "2", "--store", url]
        let (first, _, _) = try program.start(work + ["--output", "first"])
        try await waitForVerdicts(20)
        let runs = try program.run(["runs", "--store", url])
        #expect(runs.output.contains("executes") && runs.output.contains("plans"), "\(runs.output)")
        first.terminate()
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
        kill(planner.processIdentifier, SIGKILL)
        planner.waitUntilExit()
        let (second, _, _) = try program.start(work + ["--output", "second"])
        let resumed = try program.run(["resume", "--plan-only", "--quiet", "--output", "other", "--store", url])
        #expect(resumed.status == 0, "\(resumed.errors)")
        second.waitUntilExit()
        #expect(second.terminationStatus == 0)
        #expect(try program.stableLines(of: "other") == program.stableLines(of: "whole"))
    }

    @Test("a worker without a shared store, and a plan without workers, are told what they need")
    func misused() throws {
        let worker = try program.run(["worker"])
        #expect(worker.status == 2 && worker.errors.contains("--store postgresql://"), "\(worker.errors)")
        let planner = try program.run(["run", "--plan-only", "--budget", "2"])
        #expect(planner.status == 2 && planner.errors.contains("--store postgresql://"), "\(planner.errors)")
        let batched = try program.run(["run", "--plan-only", "--batch", "target", "--budget", "2", "--store", url])
        #expect(batched.status == 2 && batched.errors.contains("--batch"), "\(batched.errors)")
        let drained = try program.run(["worker", "--drain", "--store", url, "--until-done"])
        #expect(drained.status == 2, "\(drained.errors)")
    }

    /// Waits until the newest run has verdicts and is still under way.
    private func waitForVerdicts(_ count: Int) async throws {
        while true {
            if let store = try? await PostgresStore.openForReading(url),
                let judged = try await store.counts().values.first?.judged, judged >= count
            {
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test(
        "what can't be a store is said before anything is done, and no password is repeated",
        arguments: [
            (["runs", "--store", "postgresql://me:hunter2@h/db"], 2, "PGPASSWORD"),
            (["run", "--store", "mysql://h/db", "--budget", "1"], 2, "postgresql://"),
            (["runs", "--store", "postgresql:///db?host=/nowhere"], 3, "can't be reached"),
            (
                ["worker", "--store", "postgresql:///db?host=/nowhere", "--target-base-url", "ftp://h"], 2,
                "--target-base-url: the base URL has to begin with http"
            ),
        ])
    func refused(arguments: [String], status: Int32, words: String) throws {
        let result = try program.run(arguments, environment: ["PGPASSWORD": "hunter3"])
        #expect(result.status == status, "\(result.status) \(result.errors)")
        #expect(result.errors.contains(words) && !result.errors.contains("hunter"), "\(result.errors)")
    }

    @Test("a password in the configuration is a mistake with its line")
    func configuration() throws {
        try "budget: 3\nstore: postgresql://me:hunter2@h/db".write(
            toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let result = try program.run(["runs"])
        #expect(result.status == 2 && result.errors.contains("sextant.yaml:2"), "\(result.errors)")
        #expect(!result.errors.contains("hunter"))
    }
}
