/* program-wire.h - what the program and a program that describes pictures say to each other
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program of the user's own may describe pictures instead of the network that is built in. It is
 * started once, is asked on its standard input, and answers on its standard output. All numbers are
 * little-endian. This is version 1 of the protocol:
 *
 * 1. The program begins with a hello of 32 bytes, then its title:
 *
 *      offset  type        contents
 *           0  8 bytes     "SEMBLANC"
 *           8  uint32      version of the protocol, 1
 *          12  uint32      flags: 1 if it describes words as well, else 0
 *          16  uint32      side of the pictures that it wants; 0 for any
 *          20  uint32      d: numbers of a feature
 *          24  uint32      size of the title in bytes, 1 to 200
 *          28  uint32      0
 *          32  UTF-8       title: the network and its version. Features of different titles are
 *                          never compared: change it whenever the numbers change
 *
 * 2. A question is 16 bytes, then as many as it says:
 *
 *           0  uint32      kind: 1 for pictures, 2 for words
 *           4  uint32      n: 1 to 32 pictures, or 1 text
 *           8  uint64      size of what follows, in bytes
 *          16              pictures: n of shape (side, side, 3), R G B, row-major, one byte each,
 *                          upright, the whole photo squashed to a square; words: UTF-8, at most
 *                          1,000 bytes, no line break
 *
 * 3. An answer is 16 bytes, then as many as it says:
 *
 *           0  uint32      kind and n of the question, or kind 0 and n 0
 *           8  uint64      size of what follows, in bytes
 *          16              n · d numbers, float32, each finite and of an amount of at most 60,000;
 *                          or with kind 0 a sentence in UTF-8 of at most 1,000 bytes: why not
 *
 *    Pictures that are answered by a sentence are asked again one by one, and then a grey one: a
 *    picture that is refused where others are not is passed over.
 *
 * Questions come one after the other, each after the last answer. What the program writes before a
 * question, or beyond an answer, ends it. It ends by itself at the end of its standard input. It
 * gets no file, no path and nothing of the library.
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

#define SEM_WIRE_VERSION 1
#define SEM_WIRE_HELLO_SIZE 32
#define SEM_WIRE_MAX_TITLE 200
#define SEM_WIRE_HEADER_SIZE 16
#define SEM_WIRE_MAX_PICTURES 32
#define SEM_WIRE_MAX_TEXT 1000
#define SEM_WIRE_MAX_NUMBER 60000.0f

typedef enum
{
  SEM_WIRE_REFUSAL,
  SEM_WIRE_PICTURES,
  SEM_WIRE_WORDS,
} SemWireKind;

/**
 * SemWireHello:
 * @words: whether the program describes words as well
 * @side: of the pictures that it wants; 0 for any
 * @d: numbers of a feature
 * @title_size: in bytes; the title follows
 */
typedef struct
{
  gboolean words;
  guint side;
  guint d;
  guint title_size;
} SemWireHello;

/* @kind: SemWireKind; @n: pictures or texts; @size: in bytes, of what follows */
typedef struct
{
  guint32 kind;
  guint32 n;
  guint64 size;
} SemWireHeader;

/**
 * SemWireFault:
 *
 * What is wrong with what a program said; 0 for nothing.
 */
typedef enum
{
  SEM_WIRE_SOUND,
  SEM_WIRE_NO_HELLO,
  SEM_WIRE_OTHER_VERSION,
  SEM_WIRE_BAD_TITLE,
  SEM_WIRE_OTHER_ANSWER,
  SEM_WIRE_OTHER_LENGTH,
  SEM_WIRE_BAD_NUMBER,
} SemWireFault;

/* @bytes: (array fixed-size=32); @hello: (out): undefined unless it is sound */
SemWireFault sem_wire_read_hello (const guint8 *bytes, SemWireHello *hello);
/* Whether @title is UTF-8 without control characters. @title: (array length=size): need not end
 * with a 0 */
SemWireFault sem_wire_check_title (const guint8 *title, gsize size);
/* @bytes: (array fixed-size=16) (out caller-allocates) */
void sem_wire_write_header (const SemWireHeader *header, guint8 *bytes);

/**
 * sem_wire_read_header:
 * @bytes: (array fixed-size=16): of an answer
 * @asked: the question
 * @d: numbers of a feature
 * @header: (out): its size is at most %SEM_WIRE_MAX_TEXT, or that of n · d numbers; undefined
 *   unless it is sound
 */
SemWireFault sem_wire_read_header (const guint8 *bytes,
                                   const SemWireHeader *asked,
                                   guint d,
                                   SemWireHeader *header);

/**
 * sem_wire_read_numbers:
 * @bytes: (array): 4 · @n bytes, not aligned
 * @numbers: (out caller-allocates): undefined unless all are sound
 */
SemWireFault sem_wire_read_numbers (const guint8 *bytes, gsize n, float *numbers);

/* Returns: (transfer full): what a program said, as text for people: what is not UTF-8 is replaced,
 * control characters are spaces. @bytes: (array length=size) */
char *sem_wire_read_text (const guint8 *bytes, gsize size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
