/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/jobs/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A program that starts programs that start programs, without end, is no concern here. */
#define DEEPEST 8

/* Power ---------------------------------------------------------------------------------------- */

/* Whether the attribute of a supply, one line, is @wanted. */
static gboolean
has_attribute (const char *supply, const char *name, const char *wanted)
{
  g_autofree char *path = g_build_filename (supply, name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_str_equal (g_strstrip (text), wanted);
}

gboolean
sem_load_is_on_battery (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean mains = FALSE, discharges = FALSE;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *supply = g_build_filename (folder, name, NULL);

      if (has_attribute (supply, "scope", "Device"))
        continue;
      if (has_attribute (supply, "type", "Battery"))
        discharges |= has_attribute (supply, "status", "Discharging");
      else
        mains |= has_attribute (supply, "online", "1");
    }
  return discharges && !mains;
}

/* Time ----------------------------------------------------------------------------------------- */

/* Adds the time of a process and of those that it has waited for. */
static gboolean
add_process (const char *process, guint64 *ticks)
{
  g_autofree char *path = g_build_filename ("/proc", process, "stat", NULL);
  g_autofree char *text = NULL;
  const char *rest;
  guint64 times[4];

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  /* The name of the program, in parentheses, may have any bytes. */
  rest = strrchr (text, ')');
  if (!rest
      || sscanf (rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu", &times[0],
                 &times[1], &times[2], &times[3])
           != 4)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    *ticks += times[i];
  return TRUE;
}

static gboolean add_family (const char *process, guint depth, guint64 *ticks);

/* The kernel lists children by the thread that started them, where it was built to do so. */
static gboolean
add_children (const char *process, const char *thread, guint depth, guint64 *ticks)
{
  g_autofree char *path = g_build_filename ("/proc", process, "task", thread, "children", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) children = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_file_test ("/proc/self/task", G_FILE_TEST_IS_DIR) && access (path, F_OK) != 0
           && access ("/proc/thread-self/children", F_OK) == 0;
  children = g_strsplit (g_strstrip (text), " ", -1);
  for (guint i = 0; children[i]; i++)
    if (*children[i] && depth < DEEPEST)
      add_family (children[i], depth + 1, ticks);
  return TRUE;
}

/* Returns: whether the time could be read; a process that has ended meanwhile counts 0 */
static gboolean
add_family (const char *process, guint depth, guint64 *ticks)
{
  g_autofree char *path = g_build_filename ("/proc", process, "task", NULL);
  g_autoptr (GDir) threads = g_dir_open (path, 0, NULL);
  gboolean known = add_process (process, ticks);
  const char *thread;

  while (threads && known && (thread = g_dir_read_name (threads)))
    known = add_children (process, thread, depth, ticks);
  return known;
}

gboolean
sem_load_read (const char *stat, gboolean own, SemLoadTimes *times)
{
  g_autofree char *text = NULL;
  guint64 t[7];

  *times = (SemLoadTimes){ 0 };
  /* User, nice, system, idle, waiting for disks, interrupts. */
  if (!g_file_get_contents (stat, &text, NULL, NULL)
      || sscanf (text, "cpu %lu %lu %lu %lu %lu %lu %lu", &t[0], &t[1], &t[2], &t[3], &t[4], &t[5],
                 &t[6])
           != 7)
    return FALSE;
  times->busy = t[0] + t[1] + t[2] + t[5] + t[6];
  times->all = times->busy + t[3] + t[4];
  return !own || add_family ("self", 0, &times->own);
}

double
sem_load_get_others (const SemLoadTimes *before, const SemLoadTimes *after)
{
  const double all = (double) after->all - (double) before->all;
  const double busy = (double) after->busy - (double) before->busy;
  const double own = (double) after->own - (double) before->own;

  return all > 0 ? CLAMP ((busy - MAX (own, 0)) / all, 0, 1) : 0;
}
