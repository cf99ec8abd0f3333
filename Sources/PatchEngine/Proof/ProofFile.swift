// SPDX-License-Identifier: Apache-2.0

import Base

/// The proofs of a release in the kit's file `releases/2.6.18.proof`: one for each architecture
/// that was tried, one after the other, each with its own title and digest. Recording one
/// architecture does not change the proofs of the others.
struct ProofFile: Equatable {
  private(set) var proofs: [Proof] = []

  fileprivate init() {}

  var text: String { proofs.map(\.text).joined() }
  fileprivate var release: String { proofs.first?.release ?? "" }
  fileprivate var numbers: [Int] { KernelRelease.numbers(release) ?? [] }

  /// Parses the file.
  ///
  /// - Parameter file: the path for errors.
  /// - Throws: if a part of the text is not a proof or is damaged, if two proofs are for the same
  ///   architecture, or if they are of different releases.
  init(text: String, file: String) throws(PatchError) {
    for part in Self.parts(of: text) {
      let proof = try Proof(text: part, file: file)
      if let first = proofs.first, first.release != proof.release {
        throw PatchError(file, "has proofs of \(first.release) and of \(proof.release)")
      }
      if proofs.contains(where: { $0.architecture == proof.architecture }) {
        throw PatchError(
          file, "has two proofs for \(proof.architecture ?? "")",
          cure: "recreate it with pvkit patch prove --record")
      }
      proofs.append(proof)
    }
  }

  /// Splits the text before each title. Text without a title is one part.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == Proof.title, parts.last != "" { parts.append("") }
      parts[parts.count - 1] += line + "\n"
    }
    // The loop added a newline after the end of the text.
    parts[parts.count - 1].removeLast()
    return parts
  }

  /// Adds a proof, replacing the older one for the same architecture.
  ///
  /// - Parameter order: the release's architectures, in the order for the file.
  mutating func put(_ proof: Proof, order: [String]) {
    let all = proofs.filter { $0.architecture != proof.architecture } + [proof]
    proofs = (order.map(Optional.some) + [nil]).flatMap { name in
      all.filter { proof in
        name.map { $0 == proof.architecture } ?? !order.contains(proof.architecture ?? "")
      }
    }
  }
}

extension Kit {
  static let proofSuffix = ".proof"

  /// The path of a release's proofs, whether the file exists or not.
  public func proofFile(_ release: String) -> String {
    "\(directory)/releases/\(release)\(Self.proofSuffix)"
  }

  /// All proofs, in the order of the releases, and of the architectures in each file.
  ///
  /// - Throws: if a file cannot be read, is damaged, or has the name of another release.
  public func proofs() throws(PatchError) -> [Proof] {
    var files: [ProofFile] = []
    for name in try KitFile.kitNames(directory + "/releases") ?? []
    where name.hasSuffix(Self.proofSuffix) {
      guard let file = try proofs(in: name) else { continue }
      guard file.release + Self.proofSuffix == name else {
        throw PatchError("\(directory)/releases/\(name)", "is the proof of \(file.release)")
      }
      files.append(file)
    }
    return files.sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }.flatMap(\.proofs)
  }

  /// Records a proof. Those for other architectures are kept. A damaged file is replaced.
  ///
  /// - Returns: the path of the file.
  /// - Throws: if the file cannot be written.
  public func record(_ proof: Proof) throws -> String {
    let name = proof.release + Self.proofSuffix
    let known = KernelRelease.numbers(proof.release).flatMap { self.known(KernelRelease($0)) }
    var file = (try? proofs(in: name)) ?? ProofFile()
    file.put(proof, order: (known?.architectures ?? []).map(\.rawValue))
    try write(file.text, to: proofFile(proof.release))
    return proofFile(proof.release)
  }

  private func proofs(in name: String) throws(PatchError) -> ProofFile? {
    guard let bytes = try KitFile.read("releases/" + name, in: directory) else { return nil }
    return try ProofFile(
      text: String(decoding: bytes, as: UTF8.self), file: directory + "/releases/" + name)
  }
}
