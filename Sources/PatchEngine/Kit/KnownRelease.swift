// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Who made the code by which a release runs as a guest.
public enum Era: String, Sendable, CaseIterable {
  /// The kit: the release has no Xen code of its own for the architecture.
  case port
  /// The release itself.
  case mainline
  /// Nobody: the kernel runs without Xen, and the kit has what a compiler of today needs.
  case bare
}

/// A release that the kit knows, as its file `releases/2.6.18` says, and its stable updates.
public struct KnownRelease: Sendable {
  public let release: KernelRelease
  /// The architectures for which the kit has something, in the file's order.
  public let eras: [(architecture: Architecture, era: Era)]
  /// Where what moved between releases is: by name, and by the architecture's name or "".
  let paths: [String: [String: String]]
  /// Kernel configurations to build and boot for a proof, by architecture: files of the kit.
  public let configurations: [Architecture: String]
  /// Stages of a proof that cannot be, by architecture, each with its reason.
  let without: [Architecture: [String: String]]
  /// What every `make` of this release is given besides.
  public let make: [String]
  public var architectures: [Architecture] { eras.map(\.architecture) }

  /// nil when the kit has nothing for the architecture.
  public func era(on architecture: Architecture) -> Era? {
    eras.first { $0.architecture == architecture }?.era
  }

  /// Why a stage of a proof cannot be: the role of a dom0 in a release that has no code for it; nil
  /// when it can.
  public func reasonWithout(_ stage: String, on architecture: Architecture) -> String? {
    without[architecture]?[stage]
  }

  /// `{asm}/page.h` as this release has it; nil when it does not say what a name stands for.
  func expand(_ path: String, on architecture: Architecture) -> String? {
    var result = ""
    var rest = path[...]
    while let (range, name) = Self.name(in: rest) {
      guard let value = value(of: name, on: architecture) else { return nil }
      result += rest[..<range.lowerBound] + value
      rest = rest[range.upperBound...]
    }
    return rest.contains("{") ? nil : result + rest
  }

  /// The first name in a path for which this release says nothing: `asm`; nil when there is none.
  func missingName(in path: String, on architecture: Architecture) -> String? {
    var rest = path[...]
    while let (range, name) = Self.name(in: rest) {
      if value(of: name, on: architecture) == nil { return name }
      rest = rest[range.upperBound...]
    }
    return nil
  }

  private func value(of name: String, on architecture: Architecture) -> String? {
    paths[name]?[architecture.rawValue] ?? paths[name]?[""]
  }

  /// The next `{name}`, braces included; nil when there is none.
  private static func name(in path: Substring) -> (range: Range<String.Index>, name: String)? {
    guard let open = path.firstIndex(of: "{"), let close = path[open...].firstIndex(of: "}")
    else { return nil }
    return (open..<path.index(after: close), String(path[path.index(after: open)..<close]))
  }
}

extension KnownRelease {
  /// Reads `releases/NAME`.
  init(_ bytes: [UInt8], release name: String, file: String) throws(PatchError) {
    guard let numbers = KernelRelease.numbers(name) else {
      throw PatchError(file, "is not named after a release such as 2.6.18")
    }
    var reader = StatementReader(bytes, name: file)
    var eras: [(architecture: Architecture, era: Era)] = []
    var paths: [String: [String: String]] = [:]
    var configurations: [Architecture: String] = [:]
    var without: [Architecture: [String: String]] = [:]
    var make: [String] = []
    var heads: Set<[String]> = []
    for statement in try reader.statements() {
      let words = statement.words
      guard heads.insert(words).inserted else {
        throw PatchError(
          "\(file):\(statement.line)", "\(words.joined(separator: " ")) is given twice")
      }
      let architecture = words.last.flatMap(Architecture.init)
      switch (words.first, words.count, architecture) {
      case ("Architecture", 2, let architecture?) where Era(rawValue: statement.string) != nil:
        eras.append((architecture, Era(rawValue: statement.string) ?? .port))
      case ("Path", 2, nil) where SectionHead.staysInside(statement.string):
        paths[words[1], default: [:]][""] = statement.string
      case ("Path", 3, let architecture?) where SectionHead.staysInside(statement.string):
        paths[words[1], default: [:]][architecture.rawValue] = statement.string
      case ("Config", 2, let architecture?) where SectionHead.staysInside(statement.string):
        configurations[architecture] = statement.string
      case ("Without", 3, let architecture?)
      where Proof.stages.contains(words[1]) && !statement.string.isEmpty:
        without[architecture, default: [:]][words[1]] = statement.string
      case ("Make", 1, _) where statement.text != nil:
        make += statement.string.split(separator: " ").map(String.init)
      default:
        throw PatchError(
          "\(file):\(statement.line)",
          "must be: Architecture ARCH: port|mainline|bare, Path NAME [ARCH]: PATH, "
            + "Config ARCH: FILE, Without STAGE ARCH: REASON, or Make: WORDS"
            + SectionHead.foreign(statement.string))
      }
    }
    guard !eras.isEmpty else { throw PatchError(file, "has no Architecture") }
    self.init(
      release: KernelRelease(numbers), eras: eras, paths: paths, configurations: configurations,
      without: without, make: make)
  }
}
