// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Whose code makes a release a Xen guest on an architecture.
public enum Era: String, Sendable, CaseIterable {
  /// The kit's: the release has no Xen code of its own for the architecture.
  case port
  /// The release's own.
  case mainline
  /// Nobody's: the kernel runs without Xen, and the kit only has what current compilers need.
  case bare
}

/// A release that the kit knows, described by the file `releases/2.6.18`. The file also applies to
/// its stable updates.
public struct KnownRelease: Sendable {
  /// The release.
  public let release: KernelRelease
  /// The architectures that the kit supports, with their eras, in the file's order.
  public let eras: [(architecture: Architecture, era: Era)]
  /// The directories that differ between releases: by the name for `{NAME}` in paths, then by the
  /// name of the architecture, or "" for all architectures.
  let paths: [String: [String: String]]
  /// The kernel configurations that a proof builds, by architecture: paths in the kit.
  public let configurations: [Architecture: String]
  /// The stages of a proof that are not possible, by architecture, with the reason for each stage.
  let without: [Architecture: [String: String]]
  /// The extra arguments for every `make` of this release.
  public let make: [String]
  /// The architectures that the kit supports, in the file's order.
  public var architectures: [Architecture] { eras.map(\.architecture) }

  /// The era on an architecture; nil if the kit does not support it.
  public func era(on architecture: Architecture) -> Era? {
    eras.first { $0.architecture == architecture }?.era
  }

  /// The reason why a stage of a proof is not possible, such as the role of a dom0 in a release
  /// without code for it; nil if it is possible.
  public func reasonWithout(_ stage: String, on architecture: Architecture) -> String? {
    without[architecture]?[stage]
  }

  /// Expands the names in a path, such as `{asm}/page.h`; nil if this release does not define one
  /// of them.
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

  /// The first name in a path that this release does not define, without braces; nil if all are
  /// defined.
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

  /// The next `{name}` in a path, with the range of the braces; nil if there is none.
  private static func name(in path: Substring) -> (range: Range<String.Index>, name: String)? {
    guard let open = path.firstIndex(of: "{"), let close = path[open...].firstIndex(of: "}")
    else { return nil }
    return (open..<path.index(after: close), String(path[path.index(after: open)..<close]))
  }
}

extension KnownRelease {
  /// Parses the file `releases/NAME`.
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
