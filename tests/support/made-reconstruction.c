/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/made-reconstruction.h"

#include <string.h>

void
made_u8 (GByteArray *bytes, guint8 value)
{
  g_byte_array_append (bytes, &value, sizeof value);
}

void
made_u32 (GByteArray *bytes, guint32 value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

void
made_u64 (GByteArray *bytes, guint64 value)
{
  value = GUINT64_TO_LE (value);
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

void
made_double (GByteArray *bytes, double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  made_u64 (bytes, bits);
}

void
made_camera (GByteArray *bytes, guint32 id, double focal)
{
  made_u32 (bytes, id);
  made_u32 (bytes, 0);
  made_u64 (bytes, 1000);
  made_u64 (bytes, 750);
  made_double (bytes, focal);
  made_double (bytes, 500);
  made_double (bytes, 375);
}

void
made_image (GByteArray *bytes,
            guint32 id,
            guint32 camera,
            const char *name,
            double z,
            guint64 n_observations)
{
  made_u32 (bytes, id);
  made_double (bytes, 1);
  for (guint i = 0; i < 5; i++)
    made_double (bytes, 0);
  made_double (bytes, z);
  made_u32 (bytes, camera);
  g_byte_array_append (bytes, (const guint8 *) name, (guint) strlen (name) + 1);
  made_u64 (bytes, n_observations);
}

void
made_observation (GByteArray *bytes, guint64 point)
{
  made_observation_at (bytes, 1, 2, point);
}

void
made_observation_at (GByteArray *bytes, double x, double y, guint64 point)
{
  made_double (bytes, x);
  made_double (bytes, y);
  made_u64 (bytes, point);
}

void
made_point (GByteArray *bytes, guint64 id, double z)
{
  made_u64 (bytes, id);
  made_double (bytes, 0);
  made_double (bytes, 0);
  made_double (bytes, z);
  for (guint i = 0; i < 3; i++)
    made_u8 (bytes, 128);
  made_double (bytes, 0.5);
  made_u64 (bytes, 0);
}
