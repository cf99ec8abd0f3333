// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The parts of the kit, besides the entries, that a proof depends on. Only what affects the kernel
/// counts: comments in these files and their names do not.
enum ProofPart {
  /// The digest of a release's own file: the eras, the arguments for `make`, and the stages that
  /// are not possible. Its paths are part of the entries' effects.
  static func facts(_ known: KnownRelease, _ architectures: [Architecture]) -> Digest {
    let eras = known.eras.filter { architectures.contains($0.architecture) }
    let without = architectures.flatMap { architecture in
      (known.without[architecture] ?? [:]).map { "\(architecture.rawValue) without \($0)" }
    }
    return digest(
      eras.map { "\($0.architecture.rawValue) \($0.era.rawValue)" }.sorted() + [""] + known.make
        + without.sorted())
  }

  /// The digest of a configuration's settings, in order, because the last setting of a symbol
  /// counts.
  static func settings(_ text: [UInt8]) -> Digest {
    digest(
      lines(text).map { $0.joined(separator: " ") }
        .filter { !$0.hasPrefix("#") || $0.hasSuffix(" is not set") })
  }

  /// The digest of the accepted instructions, by symbol and class. The reasons for accepting them
  /// do not count.
  static func suppressions(_ texts: [[UInt8]]) -> Digest {
    let rows = texts.flatMap(lines).filter { $0.first?.hasPrefix("#") == false }
    return digest(Set(rows.map { $0.prefix(2).joined(separator: " ") }).sorted())
  }

  /// The words of each line that is not blank.
  private static func lines(_ text: [UInt8]) -> [[Substring]] {
    String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.split(whereSeparator: \.isWhitespace) }.filter { !$0.isEmpty }
  }

  private static func digest(_ lines: [String]) -> Digest {
    Digest(of: lines.map { Array($0.utf8) }).short
  }
}

extension Kit {
  /// The digests of what a proof of a target depends on besides the entries, by names that users
  /// know from the kit: `releases/2.6.18`, `Config x86_64`, `suppressions x86_64`.
  func proofParts(_ target: KitTarget) throws(PatchError) -> [String: Digest] {
    let known = target.known
    var parts = [
      "releases/\(known.release)": ProofPart.facts(known, target.architectures)
    ]
    for architecture in target.architectures {
      if let name = known.configurations[architecture],
        let text = try KitFile.read(name, in: directory)
      {
        parts["Config \(architecture.rawValue)"] = ProofPart.settings(text)
      }
      let own = KitTarget(release: target.release, known: known, architectures: [architecture])
      let files = try suppressionNames(for: own)
      parts["suppressions \(architecture.rawValue)"] = ProofPart.suppressions(
        try files.map { name throws(PatchError) in try KitFile.read(name, in: directory) ?? [] })
    }
    return parts
  }
}
