import Foundation
import TestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    @Test(
        "one clear message on standard error, the right exit code, nothing on standard output",
        arguments: [
            (["rnu", "--budget", "3"], 2, "Unknown command 'rnu'. Did you mean 'run'?"),
            (["run", "--budget", "0"], 2, "--budget is 0"),
            (["run", "--budget", "many"], 2, "--budget"),
            (["run", "--max-connections", "0"], 2, "--max-connections is 0"),
            (["run", "--novelty", "0.3"], 2, "--novelty is 0.3"),
            (["run", "--novelty", "nan"], 2, "--novelty is nan"),
            (["run", "--max-cost", "0"], 2, "--max-cost is 0"),
            (["run", "--max-tokens", "0"], 2, "--max-tokens is 0"),
            (["run", "--max-answer-tokens", "0"], 2, "--max-answer-tokens is 0"),
            (["run", "--timeout", "0"], 2, "--timeout is 0"),
            (["run", "--requests-per-minute", "0"], 2, "--requests-per-minute is 0"),
            (["run", "--tokens-per-minute", "nan"], 2, "--tokens-per-minute is nan"),
            (
                ["run", "--target-base-url", "http://127.0.0.1:9/v1", "--target", "openai/x", "--max-cost", "1"], 2,
                "Seeds/prices.yaml"
            ),
            (["run", "--target", "http/desk"], 2, "no HTTP application"),
            (["run", "--target", "nobody/x"], 2, "unknown model 'nobody/x'"),
            (["run", "--target", "simulated/nobody"], 2, "nobody"),
            (["run", "--target", "openai/gpt-4o-mini"], 2, "OPENAI_API_KEY"),
            (
                ["run", "--target-base-url", "http://127.0.0.1:9/v1", "--target", "openai/x", "--budget", "3"], 3,
                "cannot be reached"
            ),
            (["run", "--hazards", "nothing_like_it"], 2, "unknown"),
            (["run", "--policy", "luck"], 2, "'luck' is invalid for '--policy"),
            (["run", "--oracle", "gut"], 2, "unknown oracle 'gut'"),
            (["run", "--oracle", "judge"], 2, "--judge"),
            (["run", "--generator", "muse"], 2, "muse"),
            (["run", "--config", "missing.yaml"], 2, "missing.yaml"),
            (["run", "--seeds", "nowhere"], 2, "nowhere"),
            (["run", "--no-such-flag"], 2, "no-such-flag"),
            (
                ["coverage", "--dataset", "x.csv", "--in", "owasp-llm-2025"], 2,
                "--in: the tests of runs are counted so"
            ),
            (["worker", "--store", "postgresql:///x", "--json"], 2, "a worker has no result of its own"),
            // Batches are made of the rounds of a run, and the cache is in its store.
            (["judge", "x", "--batch", "judge"], 2, "Unknown option '--batch'"),
            (["expand", "--batch", "generator"], 2, "Unknown option '--batch'"),
            (["import", "x.csv", "--cache", "on"], 2, "Unknown option '--cache'"),
            (["coverage", "--dataset", "x.csv", "--json"], 2, "--json: the tests of runs are counted so"),
            (["coverage", "--in", "owasp-llm-2025", "--verify"], 2, "leave out --verify, or --in"),
            (["runs", "--output", "postgresql://me:word@h/db"], 2, "the URL of a database goes to --store"),
            (["run", "--budget", "1", "--output", ""], 2, "the name of a folder is empty"),
            (["run", "--budget", "1", "--coverage", " "], 2, "the name of a folder is empty"),
            (["run", "--target-base-url", "http://h:99999/v1", "--target", "openai/x"], 2, "no host and port"),
            (["run", "--target-base-url", "http://[::1/v1", "--target", "openai/x"], 2, "no host and port"),
            (["resume"], 3, "no store"),
            (["show", "x"], 3, "no store"),
            (["simulate", "--profile", "nobody"], 2, "nobody"),
            (["frobnicate"], 2, "frobnicate"),
        ])
    func message(arguments: [String], status: Int32, part: String) throws {
        let result = try program.run(arguments)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(part), "\(result.errors)")
        #expect(!result.errors.contains("Fatal error"))
        #expect(result.output.isEmpty)
    }

    @Test(
        "a proxy that is no URL ends a run at its first call, and its password is not repeated",
        arguments: [
            "\"http://me:hunter2@127.0.0.1:9\"", "'http://me:hunter2@127.0.0.1:9'", "http://me:hunter2@127.0.0.1:port",
            "htp://me:hunter2@127.0.0.1:9", "http://me:hun:ter2@hunter2@127.0.0.1:9",
        ])
    func proxy(address: String) throws {
        let result = try program.run(
            [
                "run", "--budget", "1", "--verbose", "--target", "openai/x", "--target-base-url",
                "http://127.0.0.1:9/v1",
            ],
            environment: ["http_proxy": address])
        #expect(result.status == 3, "\(result.errors)")
        #expect(result.errors.contains("the proxy that the environment names") && !result.errors.contains("retry:"))
        #expect(!(result.output + result.errors).contains("hunter2"), "\(result.errors)")
    }

    @Test("settings that are a link to nothing are not passed over")
    func deadLink() throws {
        try FileManager.default.createSymbolicLink(
            atPath: program.folder("sextant.yaml"), withDestinationPath: "mounted/settings.yaml")
        let result = try program.run(["run", "--budget", "1"])
        #expect(result.status == 2)
        #expect(result.errors.contains("it is a link to mounted/settings.yaml, which is not there"), "\(result.errors)")
    }

    @Test(
        "a broken configuration names file and line",
        arguments: [
            ("target: simulated/default\nbudgte: 3\n", "sextant.yaml:2", "budgte"),
            ("budget: many\n", "sextant.yaml:1", "whole number"),
            ("budget: [1\n", "sextant.yaml:", "not valid YAML"),
            ("- budget\n", "sextant.yaml:1", "mapping"),
            ("budget: 1\nbudget: 2\n", "sextant.yaml:", "twice"),
            ("budget: 1\nmax-tokens: 1.5\n", "sextant.yaml:2", "whole number"),
            ("max_cost: much\n", "sextant.yaml:1", "number"),
            ("max-answer-tokens: all\n", "sextant.yaml:1", "whole number"),
            ("requests-per-minute: many\n", "sextant.yaml:1", "number"),
            ("tokens-per-minute: []\n", "sextant.yaml:1", "number"),
            ("ca-bundle: [a]\n", "sextant.yaml:1", "text"),
            ("timeout: soon\n", "sextant.yaml:1", "number"),
            ("target-seed: x\n", "sextant.yaml:1", "whole number"),
            ("novelty: high\n", "sextant.yaml:1", "number"),
            ("seed: -1\n", "sextant.yaml:1", "at least 0"),
            ("stop: END\n", "sextant.yaml:1", "list"),
            ("extra:\n  - 1\n", "sextant.yaml:2", "mapping"),
            ("applications: x\n", "sextant.yaml:1", "mapping"),
            ("applications:\n  a: {url: http://x, body: {}}\n", "sextant.yaml:2", "'response' is missing"),
            ("applications:\n  a:\n    url: http://x\n    verb: GET\n", "sextant.yaml:4", "verb"),
            (
                "applications:\n  a:\n    url: http://x\n    method: a b\n    body: {}\n    response: x\n",
                "sextant.yaml:4", "HTTP method"
            ),
        ])
    func configuration(text: String, place: String, problem: String) throws {
        try text.write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let result = try program.run(["run"])
        #expect(result.status == 2)
        #expect(result.errors.contains(place) && result.errors.contains(problem), "\(result.errors)")
    }

    @Test("flags override the file")
    func override() throws {
        try "budget: 5\nhazards: [self_harm]\nseed: 9\n".write(
            toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let result = try program.run(["run", "--json", "--quiet", "--budget", "7"])
        #expect(result.output.contains("\"budget\":7") && result.output.contains("\"seed\":9"), "\(result.errors)")
        #expect(result.output.contains("\"cells_total\":30"))
    }

    @Test("a corrupt store is named and left as it is")
    func corruptStore() throws {
        try FileManager.default.createDirectory(atPath: program.folder("Output"), withIntermediateDirectories: true)
        try String(repeating: "no database ", count: 500).write(
            toFile: program.folder("Output/sextant.sqlite"), atomically: true, encoding: .utf8)
        for arguments in [["run", "--budget", "5"], ["runs"], ["resume"]] {
            let result = try program.run(arguments)
            #expect(result.status == 3)
            #expect(result.errors.contains("damaged"), "\(result.errors)")
        }
    }

    @Test("a run id that does not exist is named, and those that do")
    func unknownRun() throws {
        _ = try program.run(["run", "--budget", "3", "--quiet"])
        for arguments in [["show", "nope"], ["resume", "nope"], ["report", "nope"]] {
            let result = try program.run(arguments)
            #expect(result.status == 2)
            #expect(result.errors.contains("'nope'") && result.errors.contains("20"), "\(result.errors)")
        }
        #expect(try program.run(["show", "20990101-000000-0000", "1"]).status == 2)
    }

    @Test("a second process on one store is turned away and the first goes on")
    func twoProcesses() throws {
        let (first, _, _) = try program.start(["run", "--target", "simulated/slow", "--budget", "20000", "--quiet"])
        while !FileManager.default.fileExists(atPath: program.folder("Output/sextant.sqlite")) { usleep(2000) }
        let second = try program.run(["run", "--budget", "3"])
        #expect(second.status == 3)
        #expect(second.errors.contains("in use by process \(first.processIdentifier)"), "\(second.errors)")
        first.interrupt()
        first.waitUntilExit()
        #expect(first.terminationStatus == 130)
    }

    @Test("a server that rejects the key ends the run with the configuration's exit code, and shows no key")
    func unauthorized() async throws {
        let key = "sk-secret-0123456789"
        let result = try program.run(
            ["run", "--target", "openai/x", "--target-base-url", "http://127.0.0.1:9/v1", "--budget", "2"],
            environment: ["OPENAI_API_KEY": key])
        #expect(result.status == 3)
        #expect(!result.errors.contains(key))
    }

    @Test(
        "help has an example for every command",
        arguments: ["run", "resume", "runs", "show", "coverage", "report", "simulate", "doctor", "version"])
    func help(command: String) throws {
        let result = try program.run([command, "--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("xample"))
    }

    @Test("doctor says what there is and what is wrong")
    func doctor() throws {
        let well = try program.run(["doctor"])
        #expect(well.status == 0, "\(well.output)")
        #expect(well.output.contains("420 cells") && well.output.contains("libcurl"))
        let ill = try program.run(["doctor", "--target", "openai/x", "--target-base-url", "http://127.0.0.1:9/v1"])
        #expect(ill.status == 3)
        #expect(ill.output.contains("FAIL  target"), "\(ill.output)")
        try Data().write(to: URL(fileURLWithPath: program.folder("taken")))
        let closed = try program.run(["doctor", "--output", "taken/Output"])
        #expect(closed.status == 3)
        #expect(closed.output.contains("taken is a file"), "\(closed.output)")
    }

    @Test("version, coverage and report")
    func others() throws {
        #expect(try program.run(["version"]).output.hasPrefix("sextant "))
        _ = try program.run(["run", "--budget", "20", "--quiet"])
        let coverage = try program.run(["coverage", "--holes", "2"])
        #expect(coverage.output.contains("3-way: 20 of 420 covered, 400 holes"), "\(coverage.output)")
        #expect(!coverage.output.contains("verified"))
        let verified = try program.run(["coverage", "--holes", "0", "--verify"])
        #expect(verified.output.contains("  3-way: 20 of 420 covered, 400 holes\n    verified: "), "\(verified.output)")
        #expect(verified.output.contains("of 20 judged tests are verified"), "\(verified.output)")
        #expect(verified.output.contains("hazard: pass 0, fail 0, unknown 20"), "\(verified.output)")
        let report = try program.run(["report"])
        #expect(report.output.contains("report.html"), "\(report.errors)")
        #expect(try program.run(["show", "--json"]).output.contains("\"judged\":20"))
    }
}
