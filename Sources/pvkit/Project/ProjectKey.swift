// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestCode
import HypervisorABI

/// A top-level key of a project file. Errors, the help text and the output of `pvkit init` are made
/// from the list of keys.
struct ProjectKey: Sendable {
  enum Kind: Sendable {
    case text
    case texts
    case flag
  }

  /// The commands that read the file.
  enum Command: String, CaseIterable, Sendable {
    case check
    case scan
    case verify = "abi verify"

    /// The command's name in the table `[baseline]`.
    var key: String { rawValue.replacing(" ", with: "-") }
  }

  let name: String
  let kind: Kind
  /// The commands that use the key.
  let commands: Set<Command>
  /// One line of explanation.
  let meaning: String
  /// An example of a value, in TOML.
  let example: String
  /// Whether the value is a file name, relative to the project file's directory.
  var isPath = false
  /// Whether a text may also be given as an array, whose items are joined by commas.
  var isList = false
  /// Why a text is not a valid value; nil if it is valid.
  var complaint: @Sendable (String) -> String? = { _ in nil }
  /// Why one of the commands does not take a value that is valid for others; nil if it does.
  var refusal: @Sendable (Command, String) -> String? = { _, _ in nil }

  /// The command line option that the key sets.
  var option: String { "--" + name }

  static let all: [ProjectKey] = [
    ProjectKey(
      name: "images", kind: .texts, commands: Set(Command.allCases),
      meaning:
        "The images to check if the command line names none: files, directories, packages, patterns (k/*.deb).",
      example: #"["vmlinux"]"#, isPath: true),
    ProjectKey(
      name: "xen", kind: .text, commands: Set(Command.allCases),
      meaning: "The releases of Xen: \(XenRelease.range), for check \(XenRelease.early[0]) too, "
        + #"all, 4.2-4.17, or a list: "4.2,4.17" or ["4.2", "4.17"]."#,
      example: "\"\(XenRelease.standard)\"", isList: true,
      complaint: { complaint(ReleaseChoice.exactly, $0) },
      refusal: { $0 == .check ? nil : complaint(ReleaseChoice.parse, $1) }),
    ProjectKey(
      name: "mode", kind: .text, commands: [.check],
      meaning: "The kind of guest: \(names(ModeChoice.self)).", example: "\"offered\""
    ) { choice(ModeChoice.self, $0) },
    ProjectKey(
      name: "role", kind: .text, commands: [.check],
      meaning: "The domain to load it as: \(names(RoleChoice.self)).", example: "\"all\""
    ) { choice(RoleChoice.self, $0) },
    ProjectKey(
      name: "memory", kind: .text, commands: [.check], meaning: "The memory of the domain.",
      example: "\"512M\""
    ) { complaint(DomainOptions.memory, $0) },
    ProjectKey(
      name: "pv32", kind: .flag, commands: [.check],
      meaning: "Assume a hypervisor that runs 32-bit PV guests.", example: "true"),
    ProjectKey(
      name: "setting", kind: .text, commands: [.scan],
      meaning:
        "Check the code as that of a PV guest (pv) or of one in an HVM container (container).",
      example: "\"pv\""
    ) { choice(KernelSetting.self, $0) },
    ProjectKey(
      name: "suppress", kind: .texts, commands: [.check, .scan],
      meaning: "Files of reviewed instructions to accept (pvkit help scan).",
      example: #"["reviewed.txt"]"#, isPath: true),
  ]

  private static func complaint<Value>(
    _ read: (String) throws -> Value, _ text: String
  ) -> String? {
    do {
      _ = try read(text)
      return nil
    } catch let error as ValidationError { return error.message } catch { return "\(error)" }
  }

  private static func names<Choice: CaseIterable & RawRepresentable>(
    _: Choice.Type
  ) -> String where Choice.RawValue == String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private static func choice<Choice: CaseIterable & RawRepresentable>(
    _ type: Choice.Type, _ text: String
  ) -> String? where Choice.RawValue == String {
    Choice(rawValue: text) == nil ? "expected one of \(names(type))" : nil
  }
}
