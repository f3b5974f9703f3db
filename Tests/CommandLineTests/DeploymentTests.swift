import ArgumentParser
import Foundation
import Foundations
import TestSupport
import Testing

@testable import sextant

@Suite("Files for machines, containers and clusters")
struct DeploymentTests {
    private static let folder = URL(fileURLWithPath: ProjectSeeds.path).deletingLastPathComponent()
        .appendingPathComponent("deploy")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// Parses what a file starts, its variables set to values such as they have.
    private func parsed(_ words: [String]) throws -> any ParsableCommand {
        let store = "postgresql://sextant@db.example/sextant"
        let values = ["STORE": store, "CONNECTIONS": "32", "CONNECTIONS:-32": "32", "run": "20260131-221500-3fa9"]
        return try Sextant.parseAsRoot(
            words.map { word in
                let name = word.trimmingCharacters(in: CharacterSet(charactersIn: "\"$(){}"))
                    .replacingOccurrences(of: "SEXTANT_", with: "")
                return word.contains("$") ? values[name] ?? word : word
            })
    }

    @Test("the unit starts a worker with options that exist, and systemd accepts it")
    func unit() async throws {
        let text = try text("sextant-worker@.service")
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
        let words = line.dropFirst("ExecStart=".count).split(separator: " ").map(String.init)
        #expect(words[0] == "/usr/bin/sextant")
        #expect(try parsed(Array(words.dropFirst())) is WorkerCommand)
        let program = try Program()
        let installed = text.replacingOccurrences(of: words[0], with: "/bin/true")
            .replacingOccurrences(of: "Documentation=man:sextant(1)\n", with: "")
        try installed.write(
            toFile: program.folder("sextant-worker@.service"), atomically: true, encoding: .utf8)
        let result = try program.shell(
            "command -v systemd-analyze >/dev/null || exit 0; systemd-analyze verify ./sextant-worker@.service")
        #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    }

    /// The value below a path of keys.
    private func value(_ start: YAMLValue, _ path: String...) throws -> YAMLValue {
        try path.reduce(start) { try $0.mapping().required($1) }
    }

    @Test("the manifest's containers run commands that exist, with the secret, volumes and labels that it has")
    func manifest() throws {
        let documents = try text("kubernetes.yaml").components(separatedBy: "\n---\n").map {
            try YAMLValue(text: $0, file: "kubernetes.yaml")
        }
        #expect(try documents.map { try value($0, "kind").string() } == ["Secret", "ConfigMap", "Job", "Deployment"])
        let names = try documents.map { try value($0, "metadata", "name").string() }
        #expect(names == ["sextant", "sextant", "sextant-planner", "sextant-worker"])
        let selected = try value(documents[3], "spec", "selector", "matchLabels", "part").string()
        #expect(try value(documents[3], "spec", "template", "metadata", "labels", "part").string() == selected)
        for document in documents[2...] {
            let pod = try value(document, "spec", "template", "spec")
            let container = try #require(try value(pod, "containers").list().first)
            let arguments = try value(container, "args").strings()
            #expect(arguments.count > 3)
            #expect(throws: Never.self) { try parsed(arguments) }
            let mounts = try value(container, "volumeMounts").list().map { try value($0, "name").string() }
            let volumes = try value(pod, "volumes").list().map { try value($0, "name").string() }
            #expect(Set(mounts) == Set(volumes))
            let secrets = try value(container, "envFrom").list().map { try value($0, "secretRef", "name").string() }
            #expect(secrets == [names[0]])
        }
    }

    @Test("the array's script starts a worker, and says what it lacks")
    func array() throws {
        let program = try Program()
        let script = Self.folder.appendingPathComponent("slurm.sh").path
        #expect(try program.shell("bash -n '\(script)'").status == 0)
        let missing = try program.shell("SEXTANT=echo '\(script)' 20260131-221500-3fa9")
        #expect(missing.status != 0 && missing.errors.contains("SEXTANT_STORE"), "\(missing.errors)")
        let started = try program.shell("SEXTANT=echo SEXTANT_STORE=postgresql:///s '\(script)' 20260131-221500-3fa9")
        let words = started.output.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(try parsed(words) is WorkerCommand)
        #expect(words.contains("--until-done") && words.contains("20260131-221500-3fa9"))
    }

    @Test("the container's last stage has the libraries that the package asks for, and no rights")
    func container() throws {
        let last = try #require(try text("Dockerfile").components(separatedBy: "\nFROM ").last)
        for library in ["libcurl4", "libpng16-16", "libpq5", "libsqlite3-0", "libxml2", "zlib1g", "ca-certificates"] {
            #expect(last.contains(library))
        }
        #expect(last.contains("\nUSER 10001\n") && last.contains("COPY --from=build"))
    }
}
