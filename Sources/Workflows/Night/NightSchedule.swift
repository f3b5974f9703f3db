import Foundation

/// A night at a fixed time, as systemd units or a line for cron.
package struct NightSchedule {
    /// Name of the units, and the mark of the cron line.
    package static let name = "sextant-nightly"

    /// Path of this program.
    private let program: String
    /// Path of the configuration file.
    private let configuration: String
    /// Folder that the night works in: relative paths of the configuration begin there.
    private let folder: String
    /// When it begins, hour and minute of the local day.
    private let at: (hour: Int, minute: Int)
    /// The value of `--until`; nil for none.
    private let until: String?
    /// Name of an environment variable to the file with its value.
    private let keys: [(variable: String, file: String)]
    /// Folders that the night writes to.
    package let writable: [String]
    /// Whether the units are the system's and not the user's.
    private let isSystem: Bool

    /// A schedule; see the properties.
    package init(
        program: String, configuration: String, folder: String, at: (hour: Int, minute: Int), until: String?,
        keys: [(variable: String, file: String)], writable: [String], isSystem: Bool
    ) {
        self.program = program
        self.configuration = configuration
        self.folder = folder
        self.at = at
        self.until = until
        self.keys = keys
        self.writable = writable
        self.isSystem = isSystem
    }

    /// The service: one night, with no right but to read and to write below ``writable``.
    ///
    /// Keys come as credentials (systemd.exec, LoadCredential): they stand in no unit, environment or process list.
    package var service: String {
        var lines = [
            "[Unit]", "Description=Sextant: the nightly safety test of a language model",
            "Wants=network-online.target", "After=network-online.target", "",
            "[Service]", "Type=oneshot",
            "ExecStart=\(arguments.map(Self.quoted).joined(separator: " "))",
            "WorkingDirectory=\(Self.escaped(folder))",
            // A failed gate is a result, and no failure of the service.
            "SuccessExitStatus=1",
        ]
        lines += keys.map { "LoadCredential=\($0.variable):\(Self.escaped($0.file))" }
        lines += [
            "NoNewPrivileges=yes", "ProtectSystem=strict",
            "ReadWritePaths=\(writable.map(Self.quoted).joined(separator: " "))", "PrivateTmp=yes",
            "ProtectKernelTunables=yes", "ProtectKernelModules=yes", "ProtectKernelLogs=yes",
            "ProtectControlGroups=yes", "ProtectClock=yes", "ProtectHostname=yes", "RestrictSUIDSGID=yes",
            "RestrictRealtime=yes", "RestrictNamespaces=yes", "LockPersonality=yes",
            "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "SystemCallArchitectures=native", "UMask=0077",
        ]
        if isSystem { lines += ["PrivateDevices=yes", "CapabilityBoundingSet="] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The timer: a night that was missed because the machine was off begins when it is on again.
    package var timer: String {
        """
        [Unit]
        Description=Sextant: every night at \(time)

        [Timer]
        OnCalendar=*-*-* \(time):00
        Persistent=true
        RandomizedDelaySec=60

        [Install]
        WantedBy=timers.target

        """
    }

    /// The line for cron. It has no credentials: keys are those of cron's environment.
    package var crontabLine: String {
        let command = arguments.map { "'" + $0.replacing("'", with: "'\\''").replacing("%", with: "\\%") + "'" }
        return
            "\(at.minute) \(at.hour) * * * cd '\(folder.replacing("'", with: "'\\''").replacing("%", with: "\\%"))' && "
            + "\(command.joined(separator: " ")) # \(Self.name)"
    }

    /// A crontab without the line of an earlier installation.
    package static func crontab(_ text: String, adding line: String?) -> String {
        let kept = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasSuffix("# \(name)") }
        var lines = kept.map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        if let line { lines.append(line) }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    private var time: String { [at.hour, at.minute].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":") }

    private var arguments: [String] {
        [program, "nightly", "--config", configuration] + (until.map { ["--until", $0] } ?? [])
    }

    /// `%` begins a specifier of systemd, `$` a variable.
    private static func escaped(_ text: String) -> String { text.replacing("%", with: "%%") }

    private static func quoted(_ text: String) -> String {
        let inner = escaped(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("$", with: "$$")
        return "\"\(inner)\""
    }
}
