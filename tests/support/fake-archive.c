/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/archive/archive-item-private.h"
#include "tests/support/fake-private.h"

/* Answers in a later iteration of the main loop. Hit i has the owner "anna" or "ben", the file
 * /far/photo-00i.jpg, and the thumbnail of photo i; the one after every seventh has none. */
struct _SemArchiveAsking
{
  GObject parent_instance;

  guint wait; /* source, while it asks */
  gboolean running;
  gboolean known;
  GListStore *hits;
};

static guint changed_signal;
static gboolean is_absent, holds;
static guint n_hits, n_hits_above, n_servers_missing;
static char *own_file, *wanted_problem;
static GString *asked;

G_DEFINE_FINAL_TYPE (SemArchiveAsking, sem_archive_asking, G_TYPE_OBJECT)

void
sem_fake_archive_set_supported (gboolean supported)
{
  is_absent = !supported;
}

void
sem_fake_archive_answer (guint n, guint n_above, guint n_missing, const char *file)
{
  n_hits = n;
  n_hits_above = n_above;
  n_servers_missing = n_missing;
  g_free (own_file);
  own_file = g_strdup (file);
  g_clear_pointer (&wanted_problem, g_free);
}

void
sem_fake_archive_set_problem (const char *problem)
{
  g_free (wanted_problem);
  wanted_problem = g_strdup (problem);
}

void
sem_fake_archive_hold (gboolean hold)
{
  holds = hold;
}

char *
sem_fake_archive_steal_asked (void)
{
  return asked ? g_string_free (g_steal_pointer (&asked), FALSE) : g_strdup ("");
}

gboolean
sem_archive_asking_is_supported (void)
{
  return !is_absent;
}

gboolean
sem_archive_asking_check (const char *uri, GError **error)
{
  if (g_str_has_prefix (uri, "postgresql://") && !strchr (uri, '@'))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The address has a password.");
  return FALSE;
}

/* (transfer full) */
static SemArchiveItem *
make_item (guint i)
{
  SemArchivePlace place = { .owner = (char *) (i % 2 ? "ben" : "anna") };
  g_autofree char *path = g_strdup_printf ("/far/photo-%03u.jpg", i);
  g_autoptr (GPtrArray) places = g_ptr_array_new ();
  const SemArchiveHit hit = {
    .hit = { .photo = i + 1,
             .likeness = 1 - .03f * i,
             .above_chance = i < n_hits_above,
             .kind = own_file && i == 0 ? SEM_COPY_IDENTICAL : SEM_COPY_ALIKE },
    .places = places,
  };

  place.path = path;
  g_ptr_array_add (places, &place);
  return sem_archive_item_new (&hit, i == 0 ? own_file : NULL);
}

static gboolean
answer_cb (gpointer user_data)
{
  SemArchiveAsking *self = user_data;

  if (holds)
    return G_SOURCE_CONTINUE;
  self->wait = 0;
  self->running = FALSE;
  self->known = !wanted_problem;
  for (guint i = 0; self->known && i < n_hits; i++)
    {
      g_autoptr (SemArchiveItem) item = make_item (i);

      g_list_store_append (self->hits, item);
    }
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
stop (SemArchiveAsking *self)
{
  g_clear_handle_id (&self->wait, g_source_remove);
  self->running = FALSE;
}

void
sem_archive_asking_ask (SemArchiveAsking *self, const char *uri, SemQuery *query)
{
  if (!asked)
    asked = g_string_new (NULL);
  g_string_append_printf (asked, "%s%s %s", asked->len > 0 ? "|" : "", uri,
                          sem_query_get_title (query));
  stop (self);
  self->running = TRUE;
  self->known = FALSE;
  g_list_store_remove_all (self->hits);
  self->wait = g_timeout_add (1, answer_cb, self);
  g_signal_emit (self, changed_signal, 0);
}

void
sem_archive_asking_cancel (SemArchiveAsking *self)
{
  stop (self);
  g_signal_emit (self, changed_signal, 0);
}

void
sem_archive_asking_fetch_pictures (SemArchiveAsking *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemArchiveItem) item = g_list_model_get_item (G_LIST_MODEL (self->hits), i);

      if (item && !sem_archive_item_get_is_complete (item))
        sem_archive_item_take_picture (item, i % 8 == 7
                                               ? NULL
                                               : sem_fake_make_pixels (sem_fake_get_hue (i)));
    }
}

static void
sem_archive_asking_dispose (GObject *object)
{
  SemArchiveAsking *self = SEM_ARCHIVE_ASKING (object);

  stop (self);
  g_clear_object (&self->hits);
  G_OBJECT_CLASS (sem_archive_asking_parent_class)->dispose (object);
}

static void
sem_archive_asking_class_init (SemArchiveAskingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_archive_asking_dispose;
  changed_signal = g_signal_new ("changed", SEM_TYPE_ARCHIVE_ASKING, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_archive_asking_init (SemArchiveAsking *self)
{
  self->hits = g_list_store_new (SEM_TYPE_ARCHIVE_ITEM);
}

SemArchiveAsking *
sem_archive_asking_new (SemLibrary *library)
{
  return g_object_new (SEM_TYPE_ARCHIVE_ASKING, NULL);
}

gboolean
sem_archive_asking_get_running (SemArchiveAsking *self)
{
  return self->running;
}

const char *
sem_archive_asking_get_problem (SemArchiveAsking *self)
{
  return self->running || self->known ? NULL : wanted_problem;
}

gboolean
sem_archive_asking_get_known (SemArchiveAsking *self)
{
  return self->known;
}

GListModel *
sem_archive_asking_get_hits (SemArchiveAsking *self)
{
  return G_LIST_MODEL (self->hits);
}

guint
sem_archive_asking_get_n_above (SemArchiveAsking *self)
{
  return self->known ? n_hits_above : 0;
}

gboolean
sem_archive_asking_get_may_be_more (SemArchiveAsking *self)
{
  return n_hits_above >= 200;
}

guint
sem_archive_asking_get_n_missing (SemArchiveAsking *self, guint *n_servers)
{
  *n_servers = 3;
  return n_servers_missing;
}

guint
sem_archive_asking_get_milliseconds (SemArchiveAsking *self)
{
  return 42;
}

guint
sem_archive_asking_get_n_bits (SemArchiveAsking *self)
{
  return self->known ? 96 : 0;
}
