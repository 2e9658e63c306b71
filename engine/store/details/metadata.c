/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/metadata.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

/* In this order in both statements; the photo comes before, in the one that writes. */
#define COLUMNS                                                                                    \
  "state, decoder, date, taken, nanoseconds, time_offset, orientation, make, model, lens,"         \
  " software, exposure, aperture, iso, focal_length, latitude, longitude, altitude"

enum
{
  STATE,
  DECODER,
  DATE,
  TAKEN,
  NANOSECONDS,
  OFFSET,
  ORIENTATION,
  MAKE,
  MODEL,
  LENS,
  SOFTWARE,
  EXPOSURE,
  APERTURE,
  ISO,
  FOCAL_LENGTH,
  LATITUDE,
  LONGITUDE,
  ALTITUDE,
};

/* Writing: parameter 1 is the photo, and the columns follow. Those that are not bound are NULL. */

static void
bind_count (sqlite3_stmt *stmt, int column, guint32 count)
{
  if (count)
    sqlite3_bind_int64 (stmt, column + 2, count);
}

static void
bind_amount (sqlite3_stmt *stmt, int column, double amount)
{
  if (amount > 0)
    sqlite3_bind_double (stmt, column + 2, amount);
}

static void
bind_text (sqlite3_stmt *stmt, int column, const char *text)
{
  if (*text)
    sqlite3_bind_text (stmt, column + 2, text, -1, SQLITE_TRANSIENT);
}

static void
bind_date (sqlite3_stmt *stmt, const SemMetadata *metadata)
{
  if (metadata->date == SEM_METADATA_NO_DATE)
    return;
  sqlite3_bind_int64 (stmt, DATE + 2, metadata->date);
  sqlite3_bind_int64 (stmt, TAKEN + 2, metadata->taken);
  bind_count (stmt, NANOSECONDS, metadata->nanoseconds);
  if (metadata->has_offset)
    sqlite3_bind_int (stmt, OFFSET + 2, metadata->offset);
}

static void
bind_place (sqlite3_stmt *stmt, const SemMetadata *metadata)
{
  if (metadata->has_position)
    {
      sqlite3_bind_double (stmt, LATITUDE + 2, metadata->latitude);
      sqlite3_bind_double (stmt, LONGITUDE + 2, metadata->longitude);
    }
  if (metadata->has_altitude)
    sqlite3_bind_double (stmt, ALTITUDE + 2, metadata->altitude);
}

gboolean
sem_store_put_metadata (SemStore *self,
                        gint64 photo,
                        const SemMetadata *metadata,
                        const char *decoder,
                        GError **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO metadata (photo, " COLUMNS ") VALUES (?1, ?2,"
                            " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
                            " ?18, ?19)";
  sqlite3_stmt *stmt;

  if (metadata->state == SEM_METADATA_UNREAD)
    return TRUE;
  stmt = sem_store_prepare (self, LIBRARY, sql, error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  sqlite3_bind_int64 (stmt, STATE + 2, metadata->state);
  if (metadata->state == SEM_METADATA_FAILED)
    sqlite3_bind_text (stmt, DECODER + 2, decoder, -1, SQLITE_TRANSIENT);
  bind_date (stmt, metadata);
  bind_count (stmt, ORIENTATION, metadata->orientation);
  bind_text (stmt, MAKE, metadata->make);
  bind_text (stmt, MODEL, metadata->model);
  bind_text (stmt, LENS, metadata->lens);
  bind_text (stmt, SOFTWARE, metadata->software);
  bind_amount (stmt, EXPOSURE, metadata->exposure);
  bind_amount (stmt, APERTURE, metadata->aperture);
  bind_count (stmt, ISO, metadata->iso);
  bind_amount (stmt, FOCAL_LENGTH, metadata->focal_length);
  bind_place (stmt, metadata);
  return sem_store_run (self, LIBRARY, stmt, error);
}

/* Reading -------------------------------------------------------------------------------------- */

static gboolean
has (sqlite3_stmt *stmt, int column)
{
  return sqlite3_column_type (stmt, column) != SQLITE_NULL;
}

/* Whatever is out of range is cleaned afterwards. */
static guint32
read_count (sqlite3_stmt *stmt, int column)
{
  return sem_store_column_count (stmt, column);
}

static void
read_text (sqlite3_stmt *stmt, int column, char *field)
{
  g_autofree char *text = sem_store_dup_text (stmt, column);

  sem_metadata_set_text (field, text);
}

static void
read_row (sqlite3_stmt *stmt, SemMetadata *metadata)
{
  metadata->state = read_count (stmt, STATE);
  metadata->date = read_count (stmt, DATE);
  metadata->taken = sqlite3_column_int64 (stmt, TAKEN);
  metadata->nanoseconds = read_count (stmt, NANOSECONDS);
  metadata->has_offset = has (stmt, OFFSET);
  metadata->offset = sqlite3_column_int (stmt, OFFSET);
  metadata->orientation = read_count (stmt, ORIENTATION);
  metadata->iso = read_count (stmt, ISO);
  metadata->exposure = sqlite3_column_double (stmt, EXPOSURE);
  metadata->aperture = sqlite3_column_double (stmt, APERTURE);
  metadata->focal_length = sqlite3_column_double (stmt, FOCAL_LENGTH);
  metadata->has_position = has (stmt, LATITUDE) && has (stmt, LONGITUDE);
  metadata->latitude = sqlite3_column_double (stmt, LATITUDE);
  metadata->longitude = sqlite3_column_double (stmt, LONGITUDE);
  metadata->has_altitude = has (stmt, ALTITUDE);
  metadata->altitude = sqlite3_column_double (stmt, ALTITUDE);
  read_text (stmt, MAKE, metadata->make);
  read_text (stmt, MODEL, metadata->model);
  read_text (stmt, LENS, metadata->lens);
  read_text (stmt, SOFTWARE, metadata->software);
  sem_metadata_clean (metadata);
}

gboolean
sem_store_get_metadata (SemStore *self, gint64 photo, SemMetadata *metadata, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT " COLUMNS " FROM metadata WHERE photo = ?1", error);
  int code;

  *metadata = (SemMetadata){ 0 };
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW)
    read_row (stmt, metadata);
  sqlite3_reset (stmt);
  return code != 0;
}

GArray *
sem_store_list_unread (SemStore *self, const char *decoder, GError **error)
{
  static const char sql[] =
    "SELECT id FROM photos LEFT JOIN metadata ON photo = id WHERE NOT hidden"
    " AND (state IS NULL OR (state = 2 AND decoder IS NOT ?1)) ORDER BY id";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return NULL;
  sqlite3_bind_text (stmt, 1, decoder, -1, SQLITE_TRANSIENT);
  return sem_store_list_ids (self, LIBRARY, stmt, error);
}
