import Foundation
import TestSupport
import Testing
import Workflows

@testable import sextant

@Suite("sextant schedule", .serialized)
struct ScheduleCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    private static let nasty = "/srv/100% \"quoted\" $HOME \\ it's"

    private func schedule(system: Bool = false, program: String = "/usr/bin/true") -> NightSchedule {
        NightSchedule(
            program: program, configuration: "\(Self.nasty)/sextant.yaml", folder: "/tmp", at: (22, 5), until: "06:00",
            keys: [("OPENAI_API_KEY", "/etc/hostname")], writable: ["/tmp/a b", "/tmp/Coverage"], isSystem: system)
    }

    @Test("the service can do little, and keys stand in no unit", arguments: [false, true])
    func hardened(_ system: Bool) {
        let service = schedule(system: system).service
        for line in [
            "NoNewPrivileges=yes", "ProtectSystem=strict", "LoadCredential=OPENAI_API_KEY:/etc/hostname",
            "ReadWritePaths=\"/tmp/a b\" \"/tmp/Coverage\"", "SuccessExitStatus=1",
        ] { #expect(service.contains("\n\(line)\n"), "\(line)") }
        #expect(service.contains("ExecStart=\"/usr/bin/true\" \"nightly\" \"--config\""))
        #expect(service.contains("100%% \\\"quoted\\\" $$HOME \\\\ it's"))
        #expect(!service.contains("Environment"))
        #expect(schedule().timer.contains("OnCalendar=*-*-* 22:05:00\n"))
    }

    @Test(
        "systemd finds nothing wrong with the units",
        .enabled(if: FileManager.default.isExecutableFile(atPath: verifier)),
        arguments: [false, true])
    func verified(_ system: Bool) throws {
        let units = schedule(system: system)
        var paths: [String] = []
        for (kind, text) in [("service", units.service), ("timer", units.timer)] {
            paths.append(program.folder("\(NightSchedule.name).\(kind)"))
            try Data(text.utf8).write(to: URL(fileURLWithPath: paths[paths.count - 1]))
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: verifier)
        process.arguments = ["verify"] + paths
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // It also looks at units of this machine that ours do not touch.
        let ours = said.split(separator: "\n").filter { $0.contains(NightSchedule.name) }
        #expect(ours.isEmpty, "\(ours)")
        #expect(process.terminationStatus == 0, "\(said)")
    }

    @Test("a line of cron survives quotes and per cent, and replaces the one before")
    func cron() {
        let line = schedule().crontabLine
        #expect(
            line.hasPrefix("5 22 * * * cd '/tmp' && '/usr/bin/true' 'nightly' '--config' '/srv/100\\% \"quoted\" $HOME")
        )
        #expect(line.hasSuffix("it'\\''s/sextant.yaml' '--until' '06:00' # sextant-nightly"))
        let table = NightSchedule.crontab("# mine\n0 1 * * * true\n", adding: line)
        #expect(table == "# mine\n0 1 * * * true\n\(line)\n")
        #expect(NightSchedule.crontab(table, adding: line) == table)
        #expect(NightSchedule.crontab(table, adding: nil) == "# mine\n0 1 * * * true\n")
        #expect(NightSchedule.crontab("\(line)\n", adding: nil).isEmpty)
    }

    @Test("install writes both units, status finds them, remove takes them away; --dry-run does neither")
    func units() throws {
        try Data("budget: 10\n".utf8).write(to: URL(fileURLWithPath: program.folder("sextant.yaml")))
        let place = ["--unit-folder", program.folder("units")]
        let dry = try program.run(
            ["schedule", "install", "--at", "23:30", "--until", "06:00", "--key", "OPENAI_API_KEY=k", "--dry-run"]
                + place)
        #expect(dry.status == 0, "\(dry.errors)")
        #expect(dry.output.contains("OnCalendar=*-*-* 23:30:00"))
        #expect(dry.output.contains("LoadCredential=OPENAI_API_KEY:/") && dry.output.contains("/k\n"))
        #expect(!FileManager.default.fileExists(atPath: program.folder("units")))
        #expect(try program.run(["schedule", "status"] + place).output.contains("nothing is scheduled"))
        let installed = try program.run(["schedule", "install"] + place)
        #expect(installed.status == 0, "\(installed.errors)")
        #expect(try program.run(["schedule", "status"] + place).output.contains("scheduled by"))
        #expect(try program.run(["schedule", "remove", "--dry-run"] + place).output.contains("would remove"))
        #expect(try program.run(["schedule", "remove"] + place).output.contains("removed"))
        #expect(try program.run(["schedule", "remove"] + place).output.contains("nothing is scheduled"))
        #expect(try program.run(["schedule", "install", "--cron", "--dry-run"]).output.contains("# sextant-nightly"))
    }

    /// Puts a program of the system's name first in the path of what a test starts.
    private func standIn(_ name: String, _ script: String) throws -> [String: String] {
        let folder = program.folder("bin")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("#!/bin/bash\ncd '\(program.folder.path)'\n\(script)\n".utf8)
            .write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
        return ["PATH": "\(folder):/usr/bin:/bin", "HOME": program.folder.path, "XDG_CONFIG_HOME": "\(folder)/config"]
    }

    @Test("a line of cron is installed beside those of others, does what it says, and is removed alone")
    func crontab() throws {
        let environment = try standIn("crontab", "if [ $1 = -l ]; then cat table; else cat > table; fi")
        try Data("0 1 * * * true # mine\n".utf8).write(to: URL(fileURLWithPath: program.folder("table")))
        try Data("budget: 5\nhazards: [self_harm]\n".utf8)
            .write(to: URL(fileURLWithPath: program.folder("sextant.yaml")))
        func schedule(_ arguments: [String]) throws -> Program.Result {
            try program.run(["schedule"] + arguments + ["--cron"], environment: environment)
        }
        #expect(try schedule(["status"]).output.contains("nothing is scheduled"))
        for time in ["22:00", "23:30"] {
            let installed = try schedule(["install", "--at", time])
            #expect(installed.status == 0, "\(installed.errors)")
        }
        let lines = try program.lines("table")
        #expect(lines.count == 2 && lines[0] == "0 1 * * * true # mine" && lines[1].hasPrefix("30 23 * * * "))
        #expect(try schedule(["status"]).output.contains("30 23 * * * "))
        // What cron hands to the shell: `\%` stands for `%`.
        let command = lines[1].dropFirst("30 23 * * * ".count).replacing("\\%", with: "%")
        let night = try program.shell("SEXTANT_SEEDS='\(ProjectSeeds.path)' bash -c \"$0\"; true", String(command))
        #expect(try program.lines("\(program.runFolder("Output"))/tests.jsonl").count == 5, "\(night.errors)")
        #expect(try schedule(["remove", "--dry-run"]).output.contains("would leave:\n0 1 * * * true # mine"))
        #expect(try schedule(["remove"]).output.contains("removed"))
        #expect(try program.lines("table") == ["0 1 * * * true # mine"])
        #expect(try schedule(["remove"]).output.contains("nothing is scheduled"))
    }

    @Test("units of the user are handed to systemd, and are gone again when it does not take them")
    func systemd() throws {
        try Data("budget: 10\n".utf8).write(to: URL(fileURLWithPath: program.folder("sextant.yaml")))
        var environment = try standIn("systemctl", "echo \"$@\" >> calls")
        let units = program.folder("bin/config/systemd/user")
        #expect(try program.run(["schedule", "install"], environment: environment).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: units).count == 2)
        #expect(
            try program.lines("calls") == ["--user daemon-reload", "--user enable --now sextant-nightly.timer"])
        #expect(try program.run(["schedule", "status"], environment: environment).output.contains("scheduled by"))
        #expect(try program.run(["schedule", "remove"], environment: environment).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: units).isEmpty)
        environment = try standIn("systemctl", "exit 1")
        let refused = try program.run(["schedule", "install"], environment: environment)
        #expect(refused.status == 2 && refused.errors.contains("--cron"), "\(refused.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: units).isEmpty)
        let none = try program.run(
            ["schedule", "status", "--cron"], environment: environment.merging(["PATH": "/nowhere"]) { $1 })
        #expect(none.status == 2 && none.errors.contains("no crontab program"), "\(none.errors)")
    }

    @Test(
        "what can't be scheduled is told, and no value of a key is shown",
        arguments: [
            (["--at", "24:00"], "--at is '24:00'"), (["--key", "sk-secret"], "--key is 'sk-secret…'"),
            (["--key", "home=/sk-secret"], "--key is 'home…'"), (["--config", "missing.yaml"], "missing.yaml"),
            (["--cron", "--key", "OPENAI_API_KEY=k"], "cron hands over no credentials"),
        ])
    func refused(_ options: [String], _ message: String) throws {
        try Data("budget: 10\n".utf8).write(to: URL(fileURLWithPath: program.folder("sextant.yaml")))
        let result = try program.run(["schedule", "install", "--dry-run"] + options)
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test("a key that comes as a credential is used as one of the environment, which wins")
    func credentials() throws {
        let folder = program.folder("credentials")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("sk-fromfile\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/OPENAI_API_KEY"))
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/PATH"))
        let with = try program.run(["doctor", "--target", "openai/x"], environment: ["CREDENTIALS_DIRECTORY": folder])
        let without = try program.run(["doctor", "--target", "openai/x"])
        #expect(!with.output.contains("sk-fromfile") && !with.errors.contains("sk-fromfile"))
        #expect(without.output + without.errors != with.output + with.errors)
    }
}

private let verifier = "/usr/bin/systemd-analyze"
