/* decoder.h - decode photos in a separate process
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/base/metadata.h"
#include "engine/decode/sandbox-level.h"

G_BEGIN_DECLS

/* The network input is square: SEM_DECODE_SIDE pixels a side, three bytes a pixel. */
#define SEM_DECODE_SIDE 224
#define SEM_DECODE_INPUT_SIZE (SEM_DECODE_SIDE * SEM_DECODE_SIDE * 3)

/* Longest side of the optional grey picture, in pixels. */
#define SEM_DECODE_MAX_GREY_SIDE 1600

/* Longest side of the optional picture in colour, in pixels. */
#define SEM_DECODE_MAX_COLOUR_SIDE 4096

/* Changes when pixels are made in another way: of pictures that are transparent or animated, or
 * with other colours, or turned. The decoder is tried again on failed files by
 * sem_decoder_get_version(), on files that sem_format_get_change() names by this. */
#define SEM_DECODE_LOOK "look 4"
/* The value before this one; files for which sem_format_get_change() is not
 * %SEM_FORMAT_CHANGED_LAST have had the same pixels since then. */
#define SEM_DECODE_LOOK_BEFORE "look 3"

/**
 * SemDecodeNotes:
 * @SEM_DECODE_NOTE_NO_END: the file has no end mark, or something else in its place; all of the
 *   picture is there, or all but a few rows
 * @SEM_DECODE_NOTE_PREVIEW: the photo is the preview in a raw file, and has less than three
 * quarters of the raw picture's width
 * @SEM_DECODE_NOTE_QUICK: only a reduced picture in the file was decoded, which is not unusual
 *
 * What is unusual about a file that was decoded all the same.
 */
typedef enum
{
  SEM_DECODE_NOTE_NO_END = 1 << 0,
  SEM_DECODE_NOTE_PREVIEW = 1 << 1,
  SEM_DECODE_NOTE_QUICK = 1 << 2,
  SEM_DECODE_ALL_NOTES = (1 << 3) - 1
} SemDecodeNotes;

/**
 * SemDecodedPhoto:
 * @width: width of the upright photo in pixels, at least 1
 * @height: height of the upright photo in pixels, at least 1
 * @thumbnail: a JPEG, upright, longest side at most 256 px, never enlarged
 * @input: the whole photo squashed to shape (224, 224, 3), R G B, row-major; transparent parts are
 *   white, or what makes the rest visible
 * @notes: of SemDecodeNotes
 * @grey: (nullable): shape (@grey_height, @grey_width), luma; none unless the view asked for it
 * @colour: (nullable): shape (@colour_height, @colour_width, 3), R G B, rows adjacent; likewise
 *
 * The result of decoding one file. Every field has been checked against its range after it left the
 * worker process.
 */
typedef struct
{
  guint width;
  guint height;
  GBytes *thumbnail;
  guint8 input[SEM_DECODE_INPUT_SIZE];
  guint notes;
  GBytes *grey;
  guint grey_width;
  guint grey_height;
  GBytes *colour;
  guint colour_width;
  guint colour_height;
} SemDecodedPhoto;

/**
 * sem_decoded_photo_dup_note:
 *
 * Returns: (transfer full) (nullable): the record, see base/told.h, of a sentence that says what is
 *   unusual about the file, without its name; %NULL where nothing is
 */
char *sem_decoded_photo_dup_note (const SemDecodedPhoto *self) G_GNUC_WARN_UNUSED_RESULT;
void sem_decoded_photo_free (SemDecodedPhoto *photo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemDecodedPhoto, sem_decoded_photo_free)

/**
 * SemDecodeView:
 * @x, @y, @width, @height: region of the upright photo, as shares of its sides in
 *   1/65536; all 0 for the whole
 * @turn: quarters clockwise, 0 to 3, after mirroring left and right where @mirror is set
 * @mirror: 0 or 1
 * @grey: 1 to convert to grey
 * @gain: percent to multiply the brightness by; 0 for none
 * @side_percent: percent to shrink the sides to; 0 for none
 * @frame: 1 to put the photo on a plain background, like a screenshot of a viewer
 * @quality: of a JPEG that it is encoded to and decoded from, 1 to 100; 0 for none
 * @trim: 1 to remove borders of one colour, as the last step
 * @grey_side: longest side, at most %SEM_DECODE_MAX_GREY_SIDE pixels, of a grey picture to give
 *   beside the rest; never enlarged; 0 for none
 * @colour_side: the same for a picture in colour, at most %SEM_DECODE_MAX_COLOUR_SIDE pixels
 *
 * Transformations of the decoded picture, applied in this order. All but the region, @trim and the
 * sides of pictures to give only serve to measure how well altered copies are found.
 */
typedef struct
{
  guint32 x, y, width, height;
  guint32 turn;
  guint32 mirror;
  guint32 grey;
  guint32 gain;
  guint32 side_percent;
  guint32 frame;
  guint32 quality;
  guint32 trim;
  guint32 grey_side;
  guint32 colour_side;
} SemDecodeView;

/**
 * SemDecoder:
 *
 * One worker process and the channel to it. The process is started by the first photo, kept for
 * the next ones, and replaced when it dies or runs out of time. One thread at a time.
 */
typedef struct _SemDecoder SemDecoder;

/**
 * sem_decoder_new:
 * @program: (nullable): path of semblance-decoder, or %NULL for the one that SEMBLANCE_DECODER
 *   names, or else for the installed one
 *
 * Cannot fail: a program that does not start is reported by the first photo.
 *
 * Returns: (transfer full): a decoder without a process
 */
SemDecoder *sem_decoder_new (const char *program) G_GNUC_WARN_UNUSED_RESULT;
void sem_decoder_free (SemDecoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemDecoder, sem_decoder_free)

/* Limits the files that are decoded from now on to their first @size bytes, for files in a larger
 * piece of memory; 0, the initial value, for no limit. */
void sem_decoder_limit (SemDecoder *self, guint64 size);

/**
 * sem_decoder_decode:
 * @fd: a regular file open for reading, or a memfd; its offset does not matter; stays the caller's
 * @name: what messages call the file (UTF-8, for people)
 * @cancellable: (nullable): ends the wait and the process
 * @error: return location; %SEM_ERROR_NOT_AN_IMAGE, _DAMAGED, _TOO_LARGE, _UNREADABLE: the file's
 *   own fault, do not try again; _DECODER_DIED, _DECODER_TIMED_OUT: another attempt may succeed;
 *   _NO_DECODER: no file can be decoded
 *
 * Blocks until the photo is decoded, at most the time limit (which grows with the file's size and
 * counts what the worker computes; by the clock it may be longer on a busy computer).
 * Exactly one attempt is made: the caller decides about another.
 *
 * Returns: (transfer full): the photo, or %NULL with @error set
 */
SemDecodedPhoto *sem_decoder_decode (SemDecoder *self,
                                     int fd,
                                     const char *name,
                                     GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_decoder_decode_view:
 * @view: (nullable): transformations of the picture; %NULL for none, as in sem_decoder_decode()
 *
 * As sem_decoder_decode(). The photo's width and height are those of the view; one that only asks
 * for pictures leaves them as they are, and gives the same input and thumbnail as none, but for a
 * level or two where a JPEG is read at a larger scale for the pictures.
 */
SemDecodedPhoto *sem_decoder_decode_view (SemDecoder *self,
                                          int fd,
                                          const char *name,
                                          const SemDecodeView *view,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_decoder_decode_all:
 * @metadata: (out): of the file; undefined where the call fails
 *
 * As sem_decoder_decode(), and reads the metadata as well. A file whose metadata ends the decoder
 * may still be decoded without: try sem_decoder_decode() then.
 */
SemDecodedPhoto *sem_decoder_decode_all (SemDecoder *self,
                                         int fd,
                                         const char *name,
                                         SemMetadata *metadata,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_decoder_decode_quick:
 *
 * As sem_decoder_decode_all(), but from a reduced picture where the file has one that, by all that
 * it says, is a scaled copy of the whole: the photo's notes have %SEM_DECODE_NOTE_QUICK then. It
 * may still show something else: such a photo is to be decoded in full later.
 */
SemDecodedPhoto *sem_decoder_decode_quick (SemDecoder *self,
                                           int fd,
                                           const char *name,
                                           SemMetadata *metadata,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_decoder_read_metadata:
 * @metadata: (out): of the file; undefined where the call fails
 *
 * Reads the metadata alone, for which few bytes of a JPEG are read. The errors are those of
 * sem_decoder_decode(); damaged pixels are not an error.
 */
gboolean sem_decoder_read_metadata (SemDecoder *self,
                                    int fd,
                                    const char *name,
                                    SemMetadata *metadata,
                                    GCancellable *cancellable,
                                    GError **error);

/**
 * sem_decoder_read_sandbox:
 * @sandbox: (out): how well this decoder's worker is locked in
 * @error: return location; %SEM_ERROR_NO_DECODER
 *
 * Starts the worker where there is none, which may take some tenths of a second.
 */
gboolean sem_decoder_read_sandbox (SemDecoder *self,
                                   SemSandbox *sandbox,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * sem_decoder_get_version:
 *
 * Returns: a string that changes when another try at a quarantined file may end otherwise (our
 *   protocol and the image libraries' versions); valid for the program's life
 */
const char *sem_decoder_get_version (void);

G_END_DECLS
