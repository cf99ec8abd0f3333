// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The hypercalls of a release, for `pvkit abi hypercalls`.
public struct HypercallListing: JsonDocument {
  public static let form = JsonForm.abiHypercalls

  /// One hypercall.
  public struct Entry: Encodable, Sendable {
    public let number: Int
    /// The name in the release.
    public let name: String
    /// The release that the arguments and handlers are from, independent of the requested release.
    public let described = Hypercall.described.description
    public let arguments: [String]
    /// The arguments for 32-bit guests; null if they are the same.
    public let arguments32: Nullable<[String]>
    public let since: String
    public let until: Nullable<String>
    public let handlers: [String: String]
    public let commands: [ConstantEntry]
  }

  /// The release of Xen.
  public let xen: String
  /// The hypercalls that the release has, ordered by number.
  public let hypercalls: [Entry]
  private let release: XenRelease

  private enum CodingKeys: CodingKey { case xen, hypercalls }

  public init(release: XenRelease, calls: [Hypercall] = Hypercall.all) {
    self.release = release
    xen = release.description
    hypercalls = calls.compactMap { call in
      call.name(in: release).map { Entry(call, name: $0, release: release) }
    }
  }

  /// - Parameter detailed: whether to add the commands of each hypercall.
  public func lines(detailed: Bool, style: Style) -> [String] {
    heading + (detailed ? hypercalls.flatMap { details(of: $0, style) } : table(style))
  }

  /// A line that says which parts of the listing are from another release; empty if none are.
  private var heading: [String] {
    release == Hypercall.described
      ? []
      : [
        "Numbers, names and commands of Xen \(release); arguments and handlers of "
          + "\(Hypercall.described)."
      ]
  }

  private func table(_ style: Style) -> [String] {
    let head = ["#", "name"] + Hypercall.Caller.allCases.map(\.rawValue) + ["since", "arguments"]
    let rows = hypercalls.map { entry in
      [String(entry.number), entry.name]
        + Hypercall.Caller.allCases.map { entry.handlers[$0.rawValue] ?? "" }
        + [entry.since, list(entry.arguments)]
    }
    return emphasized(Table([head] + rows).lines(), style)
  }

  private func details(of entry: Entry, _ style: Style) -> [String] {
    let handlers = Hypercall.Caller.allCases.map { "\($0) \(entry.handlers[$0.rawValue] ?? "")" }
    var facts = [
      ["arguments", list(entry.arguments)],
      ["since", entry.since + (entry.until.value.map { ", until \($0)" } ?? "")],
      ["handlers", handlers.joined(separator: ", ") + " (in \(entry.described))"],
    ]
    if let narrow = entry.arguments32.value {
      facts.insert(["arguments32", list(narrow)], at: 1)
    }
    let commands = entry.commands.map {
      [$0.value, $0.name, "since " + $0.since, $0.takes.value.map { "takes " + $0 } ?? ""]
    }
    return [style.paint("\(entry.number) \(entry.name)", .strong)] + Table(facts).lines(indent: 2)
      + Table(commands).lines(indent: 4)
  }

  private func list(_ arguments: [String]) -> String {
    arguments.isEmpty ? "-" : arguments.joined(separator: ", ")
  }
}

extension HypercallListing.Entry {
  init(_ call: Hypercall, name: String, release: XenRelease) {
    self.name = name
    number = call.number
    arguments = call.arguments.map(\.declaration)
    arguments32 = Nullable(call.arguments32?.map(\.declaration))
    since = call.span.since.description
    until = Nullable(call.span.until?.description)
    handlers = Dictionary(
      uniqueKeysWithValues: Hypercall.Caller.allCases.map {
        ($0.rawValue, call.handlers[$0].rawValue)
      })
    commands = call.commands?.constants(in: release).map(ConstantEntry.init) ?? []
  }
}

/// A constant as it appears in JSON and tables.
public struct ConstantEntry: Encodable, Sendable {
  public let name: String
  /// As written in the header: `3`, `0x7ff0`.
  public let value: String
  /// The tag of the structure that a command takes; null for other constants.
  public let takes: Nullable<String>
  public let since: String
  public let until: Nullable<String>

  init(_ constant: Constant) {
    name = constant.name
    value = constant.literal
    takes = Nullable(constant.argument)
    since = constant.span.since.description
    until = Nullable(constant.span.until?.description)
  }
}

/// Emphasizes the first line of a table if the style has colour.
func emphasized(_ lines: [String], _ style: Style) -> [String] {
  lines.enumerated().map { $0 == 0 ? style.paint($1, .strong) : $1 }
}
