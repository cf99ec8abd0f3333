/* SPDX-License-Identifier: Apache-2.0 */
/* Answers what the real libxenguest says of images: a request on standard input, an answer on
 * standard output, until the input ends. Each case runs in a process of its own, since hostile
 * images crash the library or keep it busy for ever. */

#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>

#include "oracle.h"

/* Of the processor's time: how busy the machine is does not change an answer. */
enum { PATIENCE_SECONDS = 10 };

void text_add(struct text *text, const char *line) {
  size_t length = strlen(line);
  char *grown = realloc(text->bytes, text->length + length + 2);
  if (!grown)
    abort();
  memcpy(grown + text->length, line, length);
  memcpy(grown + text->length + length, "\n", 2);
  text->bytes = grown;
  text->length += length + 1;
}

static int read_all(int file, void *buffer, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t count = read(file, (char *)buffer + done, size - done);
    if (count <= 0)
      return -1;
    done += count;
  }
  return 0;
}

static int write_all(int file, const void *buffer, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t count = write(file, (const char *)buffer + done, size - done);
    if (count <= 0)
      return -1;
    done += count;
  }
  return 0;
}

/* The image as a file without a name. */
static int take_image(uint64_t size) {
  int file = memfd_create("image", MFD_CLOEXEC);
  if (file < 0 || ftruncate(file, size) != 0)
    return -1;
  if (size == 0)
    return file;
  void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (bytes == MAP_FAILED || read_all(STDIN_FILENO, bytes, size) != 0)
    return -1;
  munmap(bytes, size);
  return file;
}

static void run_case(const struct request *request, int image, int output) {
  struct text type = {0}, words = {0}, log = {0};
  struct rlimit no_core = {0, 0}, patience = {PATIENCE_SECONDS, PATIENCE_SECONDS + 1};
  setrlimit(RLIMIT_CORE, &no_core);
  setrlimit(RLIMIT_CPU, &patience);
  enum status status = load(request, image, &type, &words, &log);
  struct answer answer = {status, 0, type.length, words.length, log.length};
  write_all(output, &answer, sizeof answer);
  write_all(output, type.bytes, type.length);
  write_all(output, words.bytes, words.length);
  write_all(output, log.bytes, log.length);
  _exit(0);
}

/* Passes on what the child writes; an answer of our own when it dies or takes too long. */
static void relay(pid_t child, int input) {
  struct text answer = {0};
  char buffer[65536];
  int status = 0;
  ssize_t count;

  while ((count = read(input, buffer, sizeof buffer)) > 0) {
    answer.bytes = realloc(answer.bytes, answer.length + count);
    memcpy(answer.bytes + answer.length, buffer, count);
    answer.length += count;
  }
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) {
    int signal = WTERMSIG(status);
    struct answer own = {signal == SIGXCPU ? HUNG : CRASHED, signal, 0, 0, 0};
    write_all(STDOUT_FILENO, &own, sizeof own);
  } else {
    write_all(STDOUT_FILENO, answer.bytes, answer.length);
  }
  free(answer.bytes);
}

int main(void) {
  struct request request;
  int silence = open("/dev/null", O_WRONLY | O_CLOEXEC);

  while (read_all(STDIN_FILENO, &request, sizeof request) == 0) {
    int ends[2], image = take_image(request.size);
    if (image < 0 || pipe2(ends, O_CLOEXEC) != 0)
      return 1;
    pid_t child = fork();
    if (child < 0)
      return 1;
    if (child == 0) {
      dup2(silence, STDERR_FILENO);
      run_case(&request, image, ends[1]);
    }
    close(ends[1]);
    relay(child, ends[0]);
    close(ends[0]);
    close(image);
  }
  return 0;
}
