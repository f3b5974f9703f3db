import FoundationEssentials
import Foundations
import HTTPTransport

/// A token of OAuth's client credentials: fetched when it is first needed, kept until shortly before it runs out.
actor ClientToken {
    /// How long before its end a token counts as over, in seconds.
    private static let margin = 30.0
    /// How long a token of which the server does not say is kept, in seconds.
    private static let usualLife = 300.0
    private static let longest = 16 << 10

    private let name: String
    private let endpoint: ProviderEndpoint
    private let body: ApplicationBody
    private let now: @Sendable () -> Double
    private var current: (token: String, until: Double)?
    private var fetching: Task<(token: String, until: Double), any Error>?

    /// - Throws: ``ChatError/configuration(model:problem:)`` for an address that can't be used or a variable that is not set.
    init(
        _ credentials: HTTPApplication.ClientCredentials, of name: String, context: ModelContext,
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) throws(ChatError) {
        let environment = context.environment
        let id = try EnvironmentText(credentials.id, for: "'client_id'", of: name, environment).text
        let secret = try EnvironmentText(
            "${\(credentials.secretVariable)}", for: "'client_secret'", of: name, environment
        ).text
        var form: [String: JSONValue] = ["grant_type": .string("client_credentials")]
        form["scope"] = credentials.scope.map { .string($0) }
        var headers: HTTPHeaders = ["Accept": "application/json"]
        var secrets = [secret, ApplicationBody.escaped(secret)]
        if credentials.isInBody {
            form["client_id"] = .string(id)
            form["client_secret"] = .string(secret)
        } else {
            let pair = "\(ApplicationBody.escaped(id)):\(ApplicationBody.escaped(secret))"
            let basic = Data(pair.utf8).base64EncodedString()
            headers["Authorization"] = "Basic \(basic)"
            secrets.append(basic)
        }
        body = try ApplicationBody(.object(form), .form, of: name)
        headers["Content-Type"] = body.type
        self.name = name
        self.now = now
        endpoint = ProviderEndpoint(
            model: name,
            url: try ModelReference.checked(credentials.url, in: environment, model: name, mayHaveQuery: true),
            headers: headers, secrets: secrets, context: context)
    }

    /// The token to send.
    ///
    /// - Parameter refused: a token that the application has just refused; a new one is fetched in its place
    /// - Throws: ``ChatError`` of the server that gives out tokens.
    func token(insteadOf refused: String? = nil) async throws -> String {
        if let current, current.token != refused, now() < current.until { return current.token }
        // Whoever comes meanwhile waits for the same call.
        let task = fetching ?? Task { try await self.fetch() }
        fetching = task
        do {
            let fetched = try await task.value
            current = fetched
            if fetching == task { fetching = nil }
            return fetched.token
        } catch {
            if fetching == task { fetching = nil }
            throw error
        }
    }

    private func fetch() async throws -> (token: String, until: Double) {
        let result: ProviderResult
        do {
            result = try await endpoint.send(bytes: body.bytes, label: "token", tokens: 0)
        } catch ChatError.unauthorized(_, let status, let message) {
            throw ChatError.configuration(
                model: name,
                problem: "the OAuth server refuses client id and secret (HTTP \(status)): \(message); check them")
        } catch ChatError.rejected(_, let status, let message) {
            throw ChatError.configuration(
                model: name, problem: "the OAuth server gives out no token (HTTP \(status)): \(message)")
        }
        guard case .answer(let answer) = result else {
            throw ChatError.configuration(model: name, problem: "the OAuth server gives out no token")
        }
        // What is in the body may be a token, so that nothing of it is shown.
        guard let json = TolerantJSON.value(answer.bytes), let token = json["access_token"]?.stringValue,
            !token.isEmpty, token.utf8.count <= Self.longest, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw ChatError.unreadable(
                model: name, problem: "the OAuth server's response has no usable 'access_token'", excerpt: "")
        }
        let said: Double =
            switch json["expires_in"] {
            case .int(let seconds)?: Double(seconds)
            case .number(let seconds)?: seconds
            case .string(let text)?: Double(text) ?? Self.usualLife
            default: Self.usualLife
            }
        // Some servers say 0 or less of a token that does not run out.
        let life = said > 0 ? said : Self.usualLife
        return (token, now() + max(life - Self.margin, life / 2))
    }
}
