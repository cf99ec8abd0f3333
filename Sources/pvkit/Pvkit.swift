// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import CStart
import Glibc
import GuestImage

@main
struct Pvkit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pvkit",
    abstract: "Check, repair, generate and boot guest kernels for the Xen hypervisor.",
    discussion: """
      Will Xen accept this kernel? If not, why, and what fixes it?
        pvkit check /boot/vmlinuz

      What do its Xen notes say?
        pvkit notes vmlinux

      Does it execute instructions that a PV guest must not?
        pvkit scan vmlinux

      Does it start? Boot it on a real Xen under QEMU:
        pvkit boot vmlinux

      Define in a file which kernels are checked and how:
        pvkit init vmlinux && pvkit check

      A small guest of your own, generated, built and booted:
        pvkit generate guest --arch x86_64 --mode pv guest && make -C guest
        pvkit boot guest/guest.elf

      Exit codes: 0 clean; 1 findings; 2 usage error, of the command line itself; 3 the command could not \
      do its work, or a file is missing or wrong: an image, the project file, a list, a baseline. They are the \
      same for every command and output format.

      Environment:
        NO_COLOR      no colour at a terminal, if set and not empty
        PVKIT_IMAGES  directory of unpacked packages for `pvkit boot`: Xen, a dom0
                      kernel (default: pvkit/debian in $XDG_CACHE_HOME or ~/.cache)
        PVKIT_KIT     directory of the patch kit (default: the installed one)
        PATH          where to find QEMU, diff, diff3 and the compiler
        CC            compiler that reads the headers of a source tree (default: gcc)
        TMPDIR        directory for temporary files (default: /tmp)
      """,
    version: Version.full,
    subcommands: [
      CheckCommand.self, ExplainCommand.self, DiffCommand.self, MapCommand.self, NotesCommand.self,
      CodeCommand.self,
      UnpackCommand.self, ReportCommand.self, InitCommand.self,
      RunCommand.self, BootCommand.self,
      GenerateCommand.self, AbiCommand.self, PatchCommand.self,
    ])

  /// Parses the arguments, runs the command, and maps every outcome to one of the four exit codes.
  static func main() {
    // Without this, a file that grows beyond the limit ends the process; the write then fails
    // instead.
    signal(SIGXFSZ, SIG_IGN)
    // If a standard stream is closed, the next file that is opened would get its descriptor and
    // receive pvkit's messages.
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
      _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
    pvkit_clean_environment()
    pvkit_wait_for_readers()
    do {
      let arguments = Array(FileName.arguments.dropFirst())
      try checkHelp(arguments)
      try checkCommand(arguments)
      var command = try parseAsRoot(Project.complete(arguments))
      do { try command.run() } catch let error as ValidationError {
        Exit.now(because: error, of: type(of: command), in: self)
      }
      Exit.now(.clean)
    } catch {
      Exit.now(because: error, in: self)
    }
  }

  /// Checks the words after `help`: the parser treats `help nosuch` like `help`.
  private static func checkHelp(_ arguments: [String]) throws {
    guard arguments.first == "help" else { return }
    var command: any ParsableCommand.Type = self
    for word in arguments.dropFirst().prefix(while: { !$0.hasPrefix("-") }) {
      command = try subcommand(word, of: command)
    }
  }

  /// Checks the words that name a command: for the parser, a wrong one is only an unexpected
  /// argument.
  private static func checkCommand(_ arguments: [String]) throws {
    guard arguments.first != "help" else { return }
    var command: any ParsableCommand.Type = self
    for word in arguments.prefix(while: { !$0.isEmpty && !$0.hasPrefix("-") }) {
      let configuration = command.configuration
      guard !configuration.subcommands.isEmpty, configuration.defaultSubcommand == nil else {
        return
      }
      command = try subcommand(word, of: command)
    }
  }

  /// The subcommand of that name.
  private static func subcommand(
    _ word: String, of command: any ParsableCommand.Type
  ) throws -> any ParsableCommand.Type {
    let below = command.configuration.subcommands
    guard let next = below.first(where: { $0.names.contains(word) }) else {
      let near = Nearest.names(word, among: below.compactMap { $0.names.first }, limit: 3)
      let hint = near.isEmpty ? "" : "; nearest: " + near.joined(separator: ", ")
      complain("pvkit: there is no command \(word)\(hint)")
      throw ExitStatus.usage
    }
    return next
  }
}

extension ParsableCommand {
  /// The name and aliases of the command.
  fileprivate static var names: [String] {
    [configuration.commandName ?? _commandName] + configuration.aliases
  }
}
