// SPDX-License-Identifier: Apache-2.0

import CStart
import Glibc
import SystemPackage

/// File names as text. A file name is a sequence of bytes. UTF-8 is decoded; each byte that is not
/// part of valid UTF-8 becomes the private-use character U+10FE00 + byte. So two different names
/// never become the same text, and each name can be converted back.
public enum FileName {
  private static let first: UInt32 = 0x10fe00
  static let bytes = first...first + 0xff

  /// Decodes a NUL-terminated file name or argument.
  public static func text(_ name: UnsafePointer<CChar>) -> String {
    let all = UnsafeRawBufferPointer(start: name, count: strlen(name))
    var input = all.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var (text, place) = ("", 0)
    while true {
      let count: Int
      switch parser.parseScalar(from: &input) {
      case .emptyInput: return text
      case .error(let length): count = length
      case .valid(let encoded):
        count = encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if !bytes.contains(scalar.value) {
          text.unicodeScalars.append(scalar)
          place += count
          continue
        }
      }
      for byte in all[place..<place + count] { text.unicodeScalars.append(escape(byte)) }
      place += count
    }
  }

  private static func escape(_ byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(first + UInt32(byte)) ?? "\u{fffd}"
  }

  /// The arguments of the command line, including the program's name.
  public static var arguments: [String] {
    (0..<Int(pvkit_argument_count())).compactMap { pvkit_arguments()[$0].map { text($0) } }
  }

  /// The name to print in a report that must not depend on where a file is located: the last
  /// component of an absolute path, with the member that it selects; any other name unchanged, and
  /// so is that of an open file.
  public static func display(_ name: String) -> String {
    guard name.hasPrefix("/"), !isOpenFile(name) else { return name }
    let (file, member) = fileAndMember(name)
    return (file.split(separator: "/").last.map(String.init) ?? file) + (member ?? "")
  }

  /// Whether the path leads to a file that this process has open, such as `/dev/fd/63`, which a shell
  /// passes for `<(command)`. It is in no directory, and its last component alone names nothing.
  public static func isOpenFile(_ path: String) -> Bool {
    path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  }

  /// Whether the name leads to a file only while this process runs: standard input, `-`, or an open
  /// file, also with a member of it, `/dev/fd/63(boot/vmlinuz)`. A command with it cannot be repeated.
  public static func isPassing(_ name: String) -> Bool {
    name == "-" || name.hasPrefix("-(") || isOpenFile(name)
  }

  /// Divides the name of a member, `linux.deb(boot/vmlinuz)`, at the first parenthesis behind the
  /// name of a file that exists. A file with exactly this name is that file.
  ///
  /// - Returns: the file, and the end of the name that selects a member, `(boot/vmlinuz)`; nil if
  ///   there is none.
  public static func fileAndMember(_ name: String) -> (file: String, member: String?) {
    let starts = name.indices.filter { name[$0] == "(" }
    guard !starts.isEmpty, !exists(name),
      let start = starts.first(where: { exists(String(name[..<$0])) })
    else { return (name, nil) }
    return (String(name[..<start]), String(name[start...]))
  }

  /// The value of an environment variable; nil if it is not set.
  public static func variable(_ name: String) -> String? { getenv(name).map { text($0) } }

  /// Whether a file or directory with this name exists; a symbolic link to nothing does not count.
  public static func exists(_ path: String) -> Bool { with(path) { access($0, F_OK) } == 0 }

  /// The absolute path with symbolic links resolved, by realpath(3); nil if it does not exist.
  public static func real(_ path: String) -> String? {
    guard let real = with(path, { realpath($0, nil) }) else { return nil }
    defer { free(real) }
    return text(real)
  }

  /// Creates a directory with a unique name, by mkdtemp(3).
  ///
  /// - Parameter template: a path that ends in `XXXXXX`.
  /// - Returns: the path of the directory; nil if it could not be created, with the reason in
  ///   errno.
  public static func makeDirectory(_ template: String) -> String? {
    guard let name = argument(template) else { return nil }
    defer { free(name) }
    return mkdtemp(name).map { text($0) }
  }

  /// Encodes text as a C string in memory of its own; the caller frees it.
  public static func argument(_ text: String) -> UnsafeMutablePointer<CChar>? {
    with(text) { strdup($0) }
  }

  /// The files that match a glob(3) pattern below a directory. The directory's own name is taken
  /// literally.
  public static func files(below directory: String, _ pattern: String) -> [String] {
    let plain = directory.flatMap { #"*?[\"#.contains($0) ? "\\\($0)" : String($0) }
    var found = glob_t()
    defer { globfree(&found) }
    guard with(String(plain) + pattern, { glob($0, 0, nil, &found) }) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { text($0) } }
  }

  /// Calls a closure with the file name that the text stands for, as a C string.
  public static func with<R>(_ text: String, _ body: (UnsafePointer<CChar>) -> R) -> R {
    guard text.unicodeScalars.contains(where: { bytes.contains($0.value) }) else {
      return body(text)
    }
    return (encoded(text) + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
      body($0.baseAddress!)
    }
  }

  /// The bytes of the file name that the text stands for, without a NUL at the end.
  public static func encoded(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      bytes.contains(scalar.value)
        ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }
}

extension FilePath {
  /// The path of a file name that was decoded by `FileName.text`.
  public init(named text: String) { self = FileName.with(text) { FilePath(platformString: $0) } }
}
