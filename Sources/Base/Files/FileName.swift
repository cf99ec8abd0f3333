// SPDX-License-Identifier: Apache-2.0

import CStart
import Glibc
import SystemPackage

/// Names of files, which are bytes, as text: what is UTF-8 stands for itself, and every other byte is
/// the private-use character U+10FE00 + byte, so that no two names become one text and each can be
/// had back.
public enum FileName {
  private static let first: UInt32 = 0x10fe00
  static let bytes = first...first + 0xff

  /// The text of a name or of any other argument, ended by a NUL.
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

  /// The command line.
  public static var arguments: [String] {
    (0..<Int(pvkit_argument_count())).compactMap { pvkit_arguments()[$0].map { text($0) } }
  }

  /// The name in a report that must not depend on where a file lies: of an absolute path, the last
  /// component; any other name as it is.
  public static func display(_ name: String) -> String {
    guard name.hasPrefix("/") else { return name }
    return name.split(separator: "/").last.map(String.init) ?? name
  }

  /// What a variable of the environment holds; nil when it is not set.
  public static func variable(_ name: String) -> String? { getenv(name).map { text($0) } }

  /// Whether there is something of that name; a link that leads nowhere is nothing.
  public static func exists(_ path: String) -> Bool { with(path) { access($0, F_OK) } == 0 }

  /// What realpath(3) makes of a path: absolute, links followed; nil when there is nothing.
  public static func real(_ path: String) -> String? {
    guard let real = with(path, { realpath($0, nil) }) else { return nil }
    defer { free(real) }
    return text(real)
  }

  /// Makes a directory of the process's own, of a name that mkdtemp(3) makes of a template that ends
  /// in `XXXXXX`; nil when it could not, and errno says why.
  public static func makeDirectory(_ template: String) -> String? {
    guard let name = argument(template) else { return nil }
    defer { free(name) }
    return mkdtemp(name).map { text($0) }
  }

  /// A copy for a program's arguments, to be freed.
  public static func argument(_ text: String) -> UnsafeMutablePointer<CChar>? {
    with(text) { strdup($0) }
  }

  /// The files that a pattern of glob(3) finds below a directory, whose own name is not taken for one.
  public static func files(below directory: String, _ pattern: String) -> [String] {
    let plain = directory.flatMap { #"*?[\"#.contains($0) ? "\\\($0)" : String($0) }
    var found = glob_t()
    defer { globfree(&found) }
    guard with(String(plain) + pattern, { glob($0, 0, nil, &found) }) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { text($0) } }
  }

  /// Hands out the name that the text stands for.
  public static func with<R>(_ text: String, _ body: (UnsafePointer<CChar>) -> R) -> R {
    guard text.unicodeScalars.contains(where: { bytes.contains($0.value) }) else {
      return body(text)
    }
    let name = text.unicodeScalars.flatMap { scalar in
      bytes.contains(scalar.value)
        ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
    return (name + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
      body($0.baseAddress!)
    }
  }
}

extension FilePath {
  /// The file that the text stands for.
  public init(named text: String) { self = FileName.with(text) { FilePath(platformString: $0) } }
}
