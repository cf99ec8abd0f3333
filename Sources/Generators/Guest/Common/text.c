/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text without a C library. Formats: %s %d %u %x with l for long and ll for 64 bits, %%.
 */
#include "guest.h"

/* The compiler calls these by itself. */
void *memset(void *to, int value, size_t count);
void *memcpy(void *to, const void *from, size_t count);

void *memset(void *to, int value, size_t count)
{
	void *end = to;

	__asm__ volatile("rep stosb" : "+D" (end), "+c" (count) : "a" (value) : "memory");
	return to;
}

void *memcpy(void *to, const void *from, size_t count)
{
	void *end = to;

	__asm__ volatile("rep movsb" : "+D" (end), "+S" (from), "+c" (count) : : "memory");
	return to;
}

size_t text_length(const char *text)
{
	size_t length = 0;

	while (text[length] != '\0')
		length++;
	return length;
}

int text_equal(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

struct buffer {
	char *to;
	size_t size;
	size_t used;
};

static void put(struct buffer *buffer, char c)
{
	if (buffer->used + 1 < buffer->size)
		buffer->to[buffer->used++] = c;
}

/* Divides in steps of 16 bits: 32-bit processors have no wider division. Gives the remainder. */
static unsigned int divide(uint64_t *value, unsigned int by)
{
	uint32_t remainder = 0;
	uint64_t quotient = 0;
	int shift;

	for (shift = 48; shift >= 0; shift -= 16) {
		remainder = remainder << 16 | (uint32_t)(*value >> shift & 0xffff);
		quotient |= (uint64_t)(remainder / by) << shift;
		remainder %= by;
	}
	*value = quotient;
	return remainder;
}

static void put_number(struct buffer *buffer, uint64_t value, unsigned int base)
{
	char digits[24];
	int count = 0;

	do {
		digits[count++] = "0123456789abcdef"[divide(&value, base)];
	} while (value != 0);
	while (count > 0)
		put(buffer, digits[--count]);
}

static void put_text(struct buffer *buffer, const char *text)
{
	while (*text != '\0')
		put(buffer, *text++);
}

static void put_signed(struct buffer *buffer, int64_t value)
{
	if (value < 0)
		put(buffer, '-');
	put_number(buffer, value < 0 ? -(uint64_t)value : (uint64_t)value, 10);
}

/* With as many `l` as the format has. */
#define NEXT(arguments, width, type) \
	((width) == 0 ? va_arg(arguments, type) : \
	 (width) == 1 ? va_arg(arguments, long type) : va_arg(arguments, long long type))

/* Formats into `to`, cut off at size - 1; gives the length. */
size_t text_format(char *to, size_t size, const char *format, va_list arguments)
{
	struct buffer buffer = { to, size, 0 };

	for (; *format != '\0'; format++) {
		int width = 0;

		if (*format != '%') {
			put(&buffer, *format);
			continue;
		}
		while (*++format == 'l')
			width++;
		switch (*format) {
		case 's':
			put_text(&buffer, va_arg(arguments, const char *));
			break;
		case 'd':
			put_signed(&buffer, NEXT(arguments, width, int));
			break;
		case 'u':
		case 'x':
			put_number(&buffer, NEXT(arguments, width, unsigned int),
				   *format == 'u' ? 10 : 16);
			break;
		default:
			put(&buffer, *format);
		}
	}
	buffer.to[buffer.used] = '\0';
	return buffer.used;
}

void text_print(char *to, size_t size, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_format(to, size, format, arguments);
	va_end(arguments);
}

/* A decimal number and nothing else; 0 or -1. */
int text_number(const char *text, uint64_t *number)
{
	*number = 0;
	do {
		if (*text < '0' || *text > '9')
			return -1;
		*number = *number * 10 + (uint64_t)(*text++ - '0');
	} while (*text != '\0');
	return 0;
}

void print(const char *format, ...)
{
	char line[256];
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	length = text_format(line, sizeof(line), format, arguments);
	va_end(arguments);
	console_write(line, length);
}
