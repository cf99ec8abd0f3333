// SPDX-License-Identifier: Apache-2.0

/// A proof as a file of the kit, `releases/2.6.18.proof`:
///
///     pvkit proof 1
///     release 2.6.18
///     compiler gcc (Debian 12.2.0-14) 12.2.0
///     hypervisor Xen 4.17
///     result x86_64 dom0 held 2 rounds of the stress program in 210 s
///     timing x86_64 dom0 15452 system call
///     entry toolchain/0110-mutex 0123456789abcdef
extension Proof {
  static let title = "pvkit proof 1"

  public var text: String {
    var lines = [
      Self.title, "# Made by pvkit patch prove --record. Do not edit.", "release \(release)",
      "compiler \(compiler)", "hypervisor \(hypervisor)",
    ]
    lines += results.map {
      "result \($0.architecture) \($0.stage) \($0.held ? "held" : "failed") \($0.detail)"
    }
    lines += timings.map {
      "timing \($0.architecture) \($0.role) \($0.nanoseconds) \($0.operation)"
    }
    lines += entries.keys.sorted().map { "entry \($0) \(entries[$0]?.description ?? "")" }
    return lines.map { $0 + "\n" }.joined()
  }

  /// - Throws: when the text is not of that form, or cut short.
  init(text: String, file: String) throws(PatchError) {
    let damaged = PatchError(
      file, "is not a proof, or is damaged", cure: "make it anew with pvkit patch prove --record")
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == Self.title[...], lines.popLast() == "" else { throw damaged }
    var header: [Substring: String] = [:]
    var (results, timings): ([Result], [Timing]) = ([], [])
    var entries: [String: Digest] = [:]
    for line in lines.dropFirst() where !line.hasPrefix("#") {
      let words = line.split(separator: " ", maxSplits: 4).map(String.init)
      switch words.first {
      case "release", "compiler", "hypervisor":
        header[words[0][...]] = String(line.dropFirst(words[0].count + 1))
      case "result" where words.count >= 4 && ["held", "failed"].contains(words[3]):
        results.append(
          Result(
            architecture: words[1], stage: words[2], held: words[3] == "held",
            detail: words.count > 4 ? words[4] : ""))
      case "timing" where words.count == 5:
        guard let time = Int(words[3]) else { throw damaged }
        timings.append(
          Timing(architecture: words[1], role: words[2], operation: words[4], nanoseconds: time))
      case "entry" where words.count == 3: entries[words[1]] = Digest(words[2])
      default: throw damaged
      }
    }
    guard let release = header["release"], KernelRelease.numbers(release) != nil else {
      throw damaged
    }
    self.init(
      release: release, compiler: header["compiler"] ?? "",
      hypervisor: header["hypervisor"] ?? "", results: results, timings: timings,
      entries: entries)
  }
}

extension Kit {
  static let proofSuffix = ".proof"

  /// Where the proof of a release is, or is to be.
  public func proofFile(_ release: String) -> String {
    "\(folder)/releases/\(release)\(Self.proofSuffix)"
  }

  /// Every proof, in the order of the releases.
  public func proofs() throws(PatchError) -> [Proof] {
    var proofs: [Proof] = []
    for name in try KitFile.names(folder + "/releases") ?? []
    where name.hasSuffix(Self.proofSuffix) {
      guard let bytes = try KitFile.read("releases/" + name, in: folder) else { continue }
      proofs.append(
        try Proof(
          text: String(decoding: bytes, as: UTF8.self), file: folder + "/releases/" + name))
    }
    return proofs.sorted {
      (KernelRelease.numbers($0.release) ?? []).lexicographicallyPrecedes(
        KernelRelease.numbers($1.release) ?? [])
    }
  }
}
