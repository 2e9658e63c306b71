/* metadata.h - what the camera noted beside a photo's pixels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a text, with the zero at its end. */
#define SEM_METADATA_TEXT_SIZE 96

/**
 * SemMetadataState:
 * @SEM_METADATA_UNREAD: the file's metadata was not read yet
 * @SEM_METADATA_READ: what the file notes is known, which may be nothing
 * @SEM_METADATA_FAILED: reading it ended the decoder, or took too long
 *
 * Stored by number: never change them.
 */
typedef enum
{
  SEM_METADATA_UNREAD = 0,
  SEM_METADATA_READ = 1,
  SEM_METADATA_FAILED = 2,
} SemMetadataState;

/**
 * SemMetadataDate:
 * @SEM_METADATA_NO_DATE: the photo has no date
 * @SEM_METADATA_DATE_TAKEN: EXIF's DateTimeOriginal
 * @SEM_METADATA_DATE_DIGITIZED: EXIF's DateTimeDigitized, as of a scanner
 * @SEM_METADATA_DATE_XMP: a date in XMP, written by a program
 * @SEM_METADATA_DATE_CHANGED: EXIF's DateTime, which programs replace when they save
 *
 * Where a date comes from, the best first. Stored by number: never change them.
 */
typedef enum
{
  SEM_METADATA_NO_DATE = 0,
  SEM_METADATA_DATE_TAKEN = 1,
  SEM_METADATA_DATE_DIGITIZED = 2,
  SEM_METADATA_DATE_XMP = 3,
  SEM_METADATA_DATE_CHANGED = 4,
} SemMetadataDate;

/**
 * SemMetadata:
 * @state: a SemMetadataState; all else is 0 unless it is %SEM_METADATA_READ
 * @date: a SemMetadataDate
 * @taken: the camera's clock, in seconds since 1970 on that clock: 1970-01-02 00:00 is 86400
 *   wherever the camera was; 0 without a @date
 * @nanoseconds: of @taken, 0 to 999,999,999
 * @has_offset: 1 where @offset is known
 * @offset: minutes that the camera's clock is ahead of UTC, −1,080 to 1,080 (18 hours)
 * @orientation: EXIF's, 1 to 8; 0 where it is unknown
 * @iso: sensitivity, 1 to 10,000,000; 0 where it is unknown
 * @exposure: seconds, above 0 and up to 1,000,000; 0 where it is unknown
 * @aperture: focal length divided by the diameter of the opening, above 0 and up to 1,000; 0 where
 *   it is unknown
 * @focal_length: millimetres, above 0 and up to 100,000; 0 where it is unknown
 * @has_position: 1 where @latitude and @longitude are known
 * @has_altitude: 1 where @altitude is known
 * @latitude: degrees, −90 to 90, north is positive
 * @longitude: degrees, −180 to 180, east is positive
 * @altitude: metres above the sea, −20,000 to 10,000,000
 * @make: manufacturer of the camera; texts are UTF-8 without invisible characters, "" where
 *   unknown, and all bytes after the end are 0
 * @model: name of the camera
 * @lens: name of the lens
 * @software: program that wrote the file
 *
 * Has no pointers and no padding, since it is sent between processes as bytes.
 */
typedef struct
{
  guint32 state;
  guint32 date;
  gint64 taken;
  guint32 nanoseconds;
  guint32 has_offset;
  gint32 offset;
  guint32 orientation;
  guint32 iso;
  guint32 has_position;
  guint32 has_altitude;
  guint32 reserved;
  double exposure;
  double aperture;
  double focal_length;
  double latitude;
  double longitude;
  double altitude;
  char make[SEM_METADATA_TEXT_SIZE];
  char model[SEM_METADATA_TEXT_SIZE];
  char lens[SEM_METADATA_TEXT_SIZE];
  char software[SEM_METADATA_TEXT_SIZE];
} SemMetadata;

/**
 * sem_metadata_is_sound:
 * @self: not trusted
 *
 * Returns: whether every field is within its range
 */
gboolean sem_metadata_is_sound (const SemMetadata *self);

/**
 * sem_metadata_clean:
 * @self: not trusted; any bytes
 *
 * Sets every field that is out of its range to unknown, so that sem_metadata_is_sound() is TRUE.
 */
void sem_metadata_clean (SemMetadata *self);

/**
 * sem_metadata_set_text:
 * @field: (out caller-allocates): %SEM_METADATA_TEXT_SIZE bytes: a text of SemMetadata
 * @text: (nullable): any bytes before a zero
 *
 * Writes @text as valid UTF-8 without invisible characters, cut to the size of the field.
 */
void sem_metadata_set_text (char *field, const char *text);

/**
 * sem_metadata_parse_date:
 * @text: "2021:05:30 14:03:59" as in EXIF, or "2021-05-30T14:03:59.250+02:00" as in XMP, of which
 *   seconds, their fraction and the offset may be missing
 * @self: receives the time, and the offset where there is one
 *
 * Returns: FALSE with @self as it was, where @text is no date from 1800 to 2199
 */
gboolean sem_metadata_parse_date (const char *text, SemMetadata *self);

/**
 * sem_metadata_parse_fraction:
 * @digits: "25" for a quarter of a second; ends at the first other character
 *
 * Returns: nanoseconds, 0 to 999,999,999
 */
guint32 sem_metadata_parse_fraction (const char *digits);

/**
 * sem_metadata_parse_offset:
 * @text: "+02:00", "-09:30" or "Z"
 * @minutes: (out): minutes ahead of UTC, −1,080 to 1,080; unchanged on failure
 *
 * Returns: FALSE where @text is no offset
 */
gboolean sem_metadata_parse_offset (const char *text, gint32 *minutes);

G_END_DECLS
