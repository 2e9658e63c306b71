/* fuzz-program-wire.c - what a program that describes pictures says
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a hello with its title, then the answer to a question for two pictures.
 */

#include "engine/nn/program/program-wire.h"

#include <math.h>

#define D 24

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
read_answer (const guint8 *data, gsize size)
{
  const SemWireHeader asked = { SEM_WIRE_PICTURES, 2, 0 };
  g_autofree char *text = NULL;
  float numbers[2 * D];
  SemWireHeader header;

  if (size < SEM_WIRE_HEADER_SIZE
      || sem_wire_read_header (data, &asked, D, &header) != SEM_WIRE_SOUND)
    return;
  data += SEM_WIRE_HEADER_SIZE;
  size -= SEM_WIRE_HEADER_SIZE;
  g_assert_true (header.size <= MAX (sizeof numbers, SEM_WIRE_MAX_TEXT));
  if (size < header.size)
    return;
  if (header.kind == SEM_WIRE_REFUSAL)
    {
      text = sem_wire_read_text (data, header.size);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      return;
    }
  g_assert_true (header.size == sizeof numbers);
  if (sem_wire_read_numbers (data, G_N_ELEMENTS (numbers), numbers) == SEM_WIRE_SOUND)
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
      g_assert_true (fabsf (numbers[i]) <= SEM_WIRE_MAX_NUMBER);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  SemWireHello hello;

  read_answer (data, size);
  if (size < SEM_WIRE_HELLO_SIZE || sem_wire_read_hello (data, &hello) != SEM_WIRE_SOUND)
    return 0;
  g_assert_true (hello.title_size >= 1 && hello.title_size <= SEM_WIRE_MAX_TITLE);
  data += SEM_WIRE_HELLO_SIZE;
  size -= SEM_WIRE_HELLO_SIZE;
  if (size < hello.title_size)
    return 0;
  if (sem_wire_check_title (data, hello.title_size) == SEM_WIRE_SOUND)
    g_assert_true (g_utf8_validate ((const char *) data, hello.title_size, NULL));
  read_answer (data + hello.title_size, size - hello.title_size);
  return 0;
}
