/// Who ran what against which target when. Holds no secret.
package struct AuditEntry: Sendable, Equatable {
    /// When, seconds since 1970.
    package let time: Double
    /// Name of the user of the system.
    package let user: String
    /// Name of the machine.
    package let host: String
    /// The command, for example `run`.
    package let command: String
    /// The run that it began or went on with.
    package let run: String
    /// The target, with the address of its server when it is not the provider's own.
    package let target: String

    package init(time: Double, user: String, host: String, command: String, run: String, target: String) {
        self.time = time
        self.user = user
        self.host = host
        self.command = command
        self.run = run
        self.target = target
    }
}
