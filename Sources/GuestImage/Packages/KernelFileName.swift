// SPDX-License-Identifier: Apache-2.0

import Base

/// The names of kernels in distributions and builds: `vmlinuz-6.1.0-13-amd64`, `bzImage`, `vmlinux`.
///
/// The content decides whether a file is a kernel. `ClaimedKind` uses the name to report a damaged one.
public enum KernelFileName {
  /// What a name begins with. A build has many other files that begin with `vmlinux` (`vmlinux.lds`),
  /// so that only a version may follow it.
  private static let elf = "vmlinux"
  private static let starts = ["vmlinuz", "bzImage"]

  /// Endings that do not tell what else the file is. Any other ending of letters alone does
  /// (`.config`, `.sig`), and so do those that begin like digests, signatures and codecs.
  private static let ownEndings: Set<String> = ["old", "new", "gz", "bin", "signed", "unsigned"]
  private static let otherStarts = ["sha", "md5", "b2", "p7", "bz2", "lz4"]

  /// Whether the last component of a path is the name of a kernel.
  public static func matches(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    if name.hasPrefix(elf) {
      let rest = name.dropFirst(elf.count)
      guard rest.isEmpty || rest.first == "-" && rest.dropFirst().first?.isNumber == true else {
        return false
      }
      return isKernel(ending: rest)
    }
    guard let start = starts.first(where: { name.hasPrefix($0) }) else { return false }
    let rest = name.dropFirst(start.count)
    return rest.first.map { "-._".contains($0) } ?? true && isKernel(ending: rest)
  }

  /// Whether the end of a name, from its last dot, is one that a kernel's version or copy may have.
  static func isKernel(ending name: Substring) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return true }
    let ending = String(name[name.index(after: dot)...])
    if ownEndings.contains(ending) { return true }
    return !ending.allSatisfy(\.isLetter) && !otherStarts.contains { ending.hasPrefix($0) }
  }
}

extension GuestImage {
  /// Why a file with the name of a kernel is none; nil if it is one, or something else that is known,
  /// such as a script, or a kernel of another architecture.
  var missingKernel: ImageError? {
    let isCutOff: Bool
    switch (container.kind, ForeignFile(file)) {
    case (.elf, _): isCutOff = file.count < ImageKinds.elfFront
    // The beginning of a bzImage that is also an EFI application.
    case (.unknown, .portableExecutable?): isCutOff = file.count < ImageKinds.bzImageFront
    case (.unknown, nil):
      guard Codecs.matching(file) == nil else { return nil }
      return ClaimedKind.kernel.error(name, "is not an ELF file, bzImage or gzip file")
    default: return nil
    }
    return isCutOff ? ClaimedKind.kernel.error(name, "ends within its header") : nil
  }
}
