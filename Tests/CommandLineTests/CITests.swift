import Foundation
import TestSupport
import Testing

@Suite("The files of docs/ci/ as they stand", .serialized)
struct CITests {
    private let shell: CIShell

    init() throws {
        shell = try CIShell()
        try shell.stub("gh")
        try shell.stub("swift")
        // The archive is copied from its address; a comment is taken as it is.
        try shell.stub(
            "curl",
            """
            for last; do :; done
            while [ $# -gt 0 ]; do [ "$1" = --output ] && out=$2; shift; done
            case $last in file:*) cp "${last#file://}" "$out";; esac
            """)
        // What a checkout of the sources has, where the action finds it.
        try shell.write("#!/bin/bash\n", to: "source/scripts/setup", isProgram: true)
        try shell.write(
            "#!/bin/bash\nmkdir -p \"$2/bin\"\nln -sf \(Program.executable.path) \"$2/bin/sextant\"\n",
            to: "source/scripts/install", isProgram: true)
        try shell.write("", to: "source/docs/ci/github/action.yml")
        shell.environment["GITHUB_ACTION_PATH"] = shell.program.folder("source/docs/ci/github")
        shell.environment["GITHUB_STEP_SUMMARY"] = shell.program.folder("summary.md")
        shell.environment["GITHUB_REPOSITORY"] = "owner/desk"
        shell.environment["RUNNER_TEMP"] = shell.program.folder("temp")
        shell.environment["CI_PROJECT_DIR"] = shell.program.folder.path
        shell.environment["CI_API_V4_URL"] = "https://gitlab.example/api/v4"
        shell.environment["CI_PROJECT_ID"] = "12"
        shell.environment["CI_MERGE_REQUEST_IID"] = "34"
        shell.expressions["github.event.pull_request.number"] = "56"
    }

    /// Takes the steps of the action one after the other up to one that fails; the exit codes by name.
    private func act(_ inputs: [String: String]) throws -> [(name: String, status: Int32, said: String)] {
        var done: [(name: String, status: Int32, said: String)] = []
        for step in try shell.actionSteps(inputs) {
            let step = try step()
            let result = try shell.run(step)
            done.append((step.name, result.status, result.output + result.errors))
            if result.status != 0 { break }
        }
        return done
    }

    @Test("GitHub: a night and then a change, built from source; the change is compared with the night, in a comment")
    func github() throws {
        let night = try act(["budget": "60"])
        #expect(night.map(\.status) == [0, 0, 0, 0, 0], "\(night)")
        #expect(shell.read("said/swift").contains("build --package-path"))
        #expect(shell.read("sextant-results/comparison.txt").contains("There is no earlier run to compare with."))
        #expect(shell.read("sextant-results/results.sarif").contains("\"taxonomies\""))
        #expect(shell.read("sextant-results/junit.xml").contains("<property name=\"owasp-llm-2025\""))
        #expect(!shell.read("sextant-results/junit.xml").contains("placeholder"))
        let change = try act(["budget": "40", "mode": "change", "max-cost": "1"])
        #expect(change.map(\.status) == [0, 0, 0, 0, 0], "\(change)")
        #expect(shell.read("said/swift").split(separator: "\n").count == 1)
        #expect(shell.read("sextant-results/comment.md").contains("base  20"))
        #expect(shell.read("summary.md").contains("### Compared with the runs before"))
        let comment = shell.read("said/gh").split(separator: "\n")
        #expect(comment.count == 2 && comment[1].hasPrefix("pr comment 56 --repo owner/desk --edit-last"), "\(comment)")
    }

    @Test("GitHub: a failed gate fails the job after the results were written")
    func gate() throws {
        try shell.write(
            "target: simulated/default\nhazards: [self_harm]\ngate: {max-asr: {all: 0.0001}}\n", to: "sextant.yaml")
        let night = try act(["budget": "60"])
        #expect(night.map(\.status) == [0, 0, 0, 0, 1], "\(night)")
        #expect(night.last?.said.contains("::error::the gate failed") == true)
        #expect(shell.read("sextant-results/junit.xml").contains("<failure"))
    }

    @Test("GitHub and GitLab: a change whose run its cap ended shows what was judged, and fails")
    func capped() throws {
        try shell.write("target: simulated/default\n", to: "sextant.yaml")
        let night = try act(["budget": "60"])
        #expect(night.map(\.status) == [0, 0, 0, 0, 0], "\(night)")
        try shell.write("target: simulated/default\nmax-tokens: 1000\n", to: "sextant.yaml")
        let change = try act(["budget": "60", "mode": "change"])
        #expect(change.map(\.status) == [0, 0, 0, 0, 3], "\(change)")
        #expect(change.last?.said.contains("::error::the run ended before its budget") == true)
        #expect(shell.read("sextant-results/summary.md").contains("the run is unfinished"))
        #expect(shell.read("sextant-results/comment.md").contains("base  20"))

        shell.environment["SEXTANT_CHANGE_BUDGET"] = "60"
        let (path, digest) = try shell.archive()
        shell.environment["SEXTANT_ARCHIVE"] = "file://\(path)"
        shell.environment["SEXTANT_SHA256"] = digest
        try FileManager.default.removeItem(atPath: shell.program.folder("sextant-results"))
        let gitlab = try shell.run(shell.gitlabStep("sextant-change"))
        #expect(gitlab.status == 3, "\(gitlab)")
        #expect(shell.read("sextant-results/summary.md").contains("the run is unfinished"))
    }

    @Test("GitHub: a configuration that can't be read ends the job at once, with its own words")
    func broken() throws {
        try shell.write("target: [\n", to: "sextant.yaml")
        let night = try act(["budget": "60"])
        #expect(night.map(\.status) == [0, 2], "\(night)")
        #expect(night.last?.said.contains("sextant.yaml:") == true)
    }

    @Test("an archive is unpacked only when its digest is the stated one", arguments: ["right", "wrong", "missing"])
    func digest(_ kind: String) throws {
        let (path, digest) = try shell.archive()
        let stated = ["right": digest, "wrong": String(digest.reversed()), "missing": ""][kind] ?? ""
        let first = try #require(
            try shell.actionSteps(["archive": "file://\(path)", "sha256": stated]).first)
        let github = try shell.run(first())
        let isUnpacked = FileManager.default.fileExists(atPath: shell.program.folder("home/.sextant/bin/sextant"))
        #expect((github.status == 0) == (kind == "right") && isUnpacked == (kind == "right"), "\(github)")
        shell.environment["SEXTANT_ARCHIVE"] = "file://\(path)"
        shell.environment["SEXTANT_SHA256"] = stated
        shell.environment["SEXTANT_BUDGET"] = "60"
        let gitlab = try shell.run(shell.gitlabStep("sextant-night"))
        #expect((gitlab.status == 0) == (kind == "right"), "\(gitlab)")
        #expect(FileManager.default.fileExists(atPath: shell.program.folder("Output")) == (kind == "right"))
    }

    @Test("GitLab: a night and then a change, built from source; the change is compared with the night, in a comment")
    func gitlab() throws {
        try shell.stub("git", "for last; do :; done\ncp -R \(shell.program.folder("source")) \"$last\"")
        shell.environment["SEXTANT_SOURCE"] = "https://sources.example/sextant.git"
        shell.environment["SEXTANT_BUDGET"] = "60"
        shell.environment["SEXTANT_CHANGE_BUDGET"] = "40"
        let night = try shell.run(shell.gitlabStep("sextant-night"))
        #expect(night.status == 0, "\(night.errors)")
        #expect(shell.read("said/git").contains("clone --quiet --depth 1 https://sources.example/sextant.git"))
        #expect(shell.read("sextant-results/junit.xml").contains("<testsuites"))
        shell.environment["SEXTANT_COMMENT_TOKEN"] = "t0ken"
        shell.environment["SEXTANT_MAX_COST"] = "1"
        let change = try shell.run(shell.gitlabStep("sextant-change"))
        #expect(change.status == 0, "\(change.errors)")
        #expect(shell.read("sextant-results/comment.md").contains("base  20"))
        #expect(shell.read("said/curl").contains("https://gitlab.example/api/v4/projects/12/merge_requests/34/notes"))
        #expect(!change.output.contains("t0ken") && !change.errors.contains("t0ken"))
    }

    @Test("GitLab: a failed gate fails the job after the results were written, and without sources the job says so")
    func gitlabFaults() throws {
        let nothing = try shell.run(shell.gitlabStep("sextant-night"))
        #expect(nothing.status == 2 && nothing.errors.contains("set SEXTANT_ARCHIVE and SEXTANT_SHA256"))
        let (path, digest) = try shell.archive()
        shell.environment["SEXTANT_ARCHIVE"] = "file://\(path)"
        shell.environment["SEXTANT_SHA256"] = digest
        shell.environment["SEXTANT_BUDGET"] = "60"
        try shell.write(
            "target: simulated/default\nhazards: [self_harm]\ngate: {max-asr: {all: 0.0001}}\n", to: "sextant.yaml")
        let night = try shell.run(shell.gitlabStep("sextant-night"))
        #expect(night.status == 1, "\(night)")
        #expect(shell.read("sextant-results/junit.xml").contains("<failure"))
    }
}
