/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text without a C library. Formats: %s %d %u %x with l for long, %%.
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

static void put_number(struct buffer *buffer, unsigned long value, unsigned int base)
{
	char digits[24];
	int count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value != 0);
	while (count > 0)
		put(buffer, digits[--count]);
}

static void put_text(struct buffer *buffer, const char *text)
{
	while (*text != '\0')
		put(buffer, *text++);
}

static void put_signed(struct buffer *buffer, long value)
{
	if (value < 0)
		put(buffer, '-');
	put_number(buffer, value < 0 ? -(unsigned long)value : (unsigned long)value, 10);
}

/* Formats into `to`, cut off at size - 1; gives the length. */
size_t text_format(char *to, size_t size, const char *format, va_list arguments)
{
	struct buffer buffer = { to, size, 0 };

	for (; *format != '\0'; format++) {
		int is_long = 0;

		if (*format != '%') {
			put(&buffer, *format);
			continue;
		}
		if (*++format == 'l') {
			is_long = 1;
			format++;
		}
		switch (*format) {
		case 's':
			put_text(&buffer, va_arg(arguments, const char *));
			break;
		case 'd':
			put_signed(&buffer, is_long ? va_arg(arguments, long)
						    : va_arg(arguments, int));
			break;
		case 'u':
		case 'x':
			put_number(&buffer, is_long ? va_arg(arguments, unsigned long)
						    : va_arg(arguments, unsigned int),
				   *format == 'u' ? 10 : 16);
			break;
		default:
			put(&buffer, *format);
		}
	}
	buffer.to[buffer.used] = '\0';
	return buffer.used;
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
