/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/browse-private.h"

enum
{
  PROP_0,
  PROP_LOADED,
  PROP_BUSY,
  N_PROPS
};

enum
{
  CHANGING,
  ARRANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemBrowse,
                               sem_browse,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* The list ------------------------------------------------------------------------------------- */

static const SemFact *
fact_at (const SemArranged *arranged, guint position)
{
  guint n;

  return &sem_facts_get_rows (arranged->facts,
                              &n)[g_array_index (arranged->rows, guint32, position)];
}

static guint32
photo_at (const SemArranged *arranged, guint position)
{
  return g_array_index (arranged->photos, guint32, position);
}

/* (transfer full) (nullable): the file that was chosen, where the photo has several: not the one
 * that the photo shows elsewhere, which may lie in a folder that is not shown. */
static char *
dup_path_at (const SemArranged *arranged, guint position)
{
  return sem_facts_is_one_of_several (arranged->facts,
                                      g_array_index (arranged->rows, guint32, position))
           ? sem_facts_dup_path (arranged->facts, fact_at (arranged, position))
           : NULL;
}

static guint
count_rows (const SemArranged *arranged)
{
  return arranged ? arranged->rows->len : 0;
}

static GType
get_item_type (GListModel *model)
{
  return SEM_TYPE_PHOTO;
}

static guint
get_n_items (GListModel *model)
{
  return count_rows (SEM_BROWSE (model)->arranged);
}

static gpointer
get_item (GListModel *model, guint position)
{
  SemBrowse *self = SEM_BROWSE (model);

  if (position >= count_rows (self->arranged))
    return NULL;
  return sem_library_dup_photo_at (self->library, photo_at (self->arranged, position),
                                   dup_path_at (self->arranged, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Equal photos at both ends are not reported as changed. */
static void
report_change (SemBrowse *self, const SemArranged *old, const SemArranged *new)
{
  const guint n_old = count_rows (old), n_new = count_rows (new);
  const guint shorter = MIN (n_old, n_new);
  guint head = 0, tail = 0;

  while (head < shorter && photo_at (old, head) == photo_at (new, head))
    head++;
  while (tail < shorter - head
         && photo_at (old, n_old - 1 - tail) == photo_at (new, n_new - 1 - tail))
    tail++;
  if (n_old != n_new || head < n_new)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - head - tail,
                                n_new - head - tail);
}

/* @arranged: (transfer full) */
static void
show (SemBrowse *self, SemArranged *arranged)
{
  g_autoptr (SemArranged) old = NULL;

  g_signal_emit (self, signals[CHANGING], 0);
  old = self->arranged;
  self->arranged = arranged;
  report_change (self, old, arranged);
  if (!old)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
  g_signal_emit (self, signals[ARRANGED], 0);
}

/* Arranging ------------------------------------------------------------------------------------ */

typedef struct
{
  GWeakRef browse;
  SemFacts *facts;
  SemBrowseRule *rule;
  GHashTable *hidden;
  GArray *walk;     /* (nullable) */
  GPtrArray *roots; /* of folders to count photos in */
  SemArranged *arranged;
  GArray *counts;
  guint n_photos;
  GPtrArray *shown; /* hidden files that need not be hidden any more */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->browse);
  sem_facts_unref (job->facts);
  sem_browse_rule_free (job->rule);
  g_hash_table_unref (job->hidden);
  g_clear_pointer (&job->walk, g_array_unref);
  g_ptr_array_unref (job->roots);
  g_clear_pointer (&job->arranged, sem_arranged_free);
  g_clear_pointer (&job->counts, g_array_unref);
  g_clear_pointer (&job->shown, g_ptr_array_unref);
  g_free (job);
}

/* The task has no source object: the last reference to it might be dropped in this thread. */
static void
arrange_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  job->arranged = sem_arrange (job->facts, job->rule, job->hidden, job->walk, cancellable);
  if (job->arranged)
    {
      g_autoptr (GArray) gone = sem_arrange_list_hidden (job->facts, job->hidden);

      job->counts = sem_folder_count (job->facts, job->roots, gone, &job->n_photos);
      job->shown = sem_arrange_find_shown (job->facts, job->hidden);
    }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* A file that is there again is shown again, whoever brought it back. */
static void
stop_hiding (SemBrowse *self, const GPtrArray *paths)
{
  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (g_ptr_array_index (paths, i));

      sem_hidden_files_set (sem_library_get_hidden_files (self->library), file, FALSE);
    }
}

static void
arranged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (SemBrowse) self = g_weak_ref_get (&job->browse);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL) || !self || self->arranging != cancellable)
    return;
  g_clear_object (&self->arranging);
  self->n_photos = job->n_photos;
  sem_folder_nodes_update (self->folders, job->counts, sem_library_get_folders (self->library));
  show (self, g_steal_pointer (&job->arranged));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  stop_hiding (self, job->shown);
}

static GPtrArray *
list_roots (SemBrowse *self)
{
  GListModel *folders = sem_library_get_folders (self->library);
  GPtrArray *roots = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (folders, i);

      g_ptr_array_add (roots, g_file_get_path (sem_folder_get_file (folder)));
    }
  return roots;
}

static void
cancel_arranging (SemBrowse *self)
{
  g_cancellable_cancel (self->arranging);
  g_clear_object (&self->arranging);
}

/* The newest wish replaces the one before. */
static void
arrange (SemBrowse *self)
{
  SemFacts *facts = sem_browse_feed_get_facts (self->feed);
  g_autoptr (GTask) task = NULL;
  Job *job;

  cancel_arranging (self);
  if (!facts)
    return;
  if (self->rule->order == SEM_BROWSE_BY_LIKENESS && !sem_browse_feed_want_walk (self->feed))
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
      return;
    }
  self->arranging = g_cancellable_new ();
  job = g_new0 (Job, 1);
  g_weak_ref_init (&job->browse, self);
  job->facts = sem_facts_ref (facts);
  job->rule = sem_browse_rule_copy (self->rule);
  job->hidden = sem_hidden_files_copy (sem_library_get_hidden_files (self->library));
  job->walk = sem_browse_feed_dup_walk (self->feed);
  job->roots = list_roots (self);
  task = g_task_new (NULL, self->arranging, arranged_cb, NULL);
  g_task_set_source_tag (task, arrange);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, arrange_worker);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_browse_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, sem_browse_get_loaded (SEM_BROWSE (object)));
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, sem_browse_get_busy (SEM_BROWSE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sem_browse_dispose (GObject *object)
{
  SemBrowse *self = SEM_BROWSE (object);

  cancel_arranging (self);
  if (self->library)
    g_signal_handlers_disconnect_by_data (sem_library_get_hidden_files (self->library), self);
  g_clear_pointer (&self->feed, sem_browse_feed_free);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (sem_browse_parent_class)->dispose (object);
}

static void
sem_browse_finalize (GObject *object)
{
  SemBrowse *self = SEM_BROWSE (object);

  g_clear_pointer (&self->arranged, sem_arranged_free);
  sem_browse_rule_free (self->rule);
  g_object_unref (self->folders);
  G_OBJECT_CLASS (sem_browse_parent_class)->finalize (object);
}

static void
sem_browse_class_init (SemBrowseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sem_browse_get_property;
  object_class->dispose = sem_browse_dispose;
  object_class->finalize = sem_browse_finalize;
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGING] = g_signal_new ("changing", SEM_TYPE_BROWSE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[ARRANGED] = g_signal_new ("arranged", SEM_TYPE_BROWSE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
sem_browse_init (SemBrowse *self)
{
  self->rule = sem_browse_rule_new ();
  self->folders = g_list_store_new (SEM_TYPE_FOLDER_NODE);
}

static void
feed_cb (gpointer data)
{
  arrange (data);
}

/* A file that is gone disappears at once, and from what is counted. */
static void
hidden_cb (SemBrowse *self, const char *path, gboolean hidden)
{
  SemArranged *arranged =
    hidden && self->arranged ? sem_arranged_without (self->arranged, path) : NULL;

  if (arranged)
    {
      self->n_photos--;
      sem_folder_nodes_take_away (self->folders, path);
      show (self, arranged);
    }
  arrange (self);
}

SemBrowse *
sem_browse_new (SemLibrary *library)
{
  SemBrowse *self = g_object_new (SEM_TYPE_BROWSE, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);
  self->library = g_object_ref (library);
  self->feed = sem_browse_feed_new (library, feed_cb, self);
  g_signal_connect_swapped (sem_library_get_hidden_files (library), "changed",
                            G_CALLBACK (hidden_cb), self);
  return self;
}

const SemBrowseRule *
sem_browse_get_rule (SemBrowse *self)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self), NULL);
  return self->rule;
}

void
sem_browse_set_rule (SemBrowse *self, const SemBrowseRule *rule)
{
  SemBrowseRule *copy;

  g_return_if_fail (SEM_IS_BROWSE (self));
  if (sem_browse_rule_equal (self->rule, rule))
    return;
  copy = sem_browse_rule_copy (rule);
  sem_browse_rule_free (self->rule);
  self->rule = copy;
  arrange (self);
}

gboolean
sem_browse_get_loaded (SemBrowse *self)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self), FALSE);
  return self->arranged != NULL;
}

gboolean
sem_browse_get_busy (SemBrowse *self)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self), FALSE);
  return self->arranging || (self->feed && sem_browse_feed_is_loading (self->feed));
}

gint64
sem_browse_get_id (SemBrowse *self, guint position)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self) && position < count_rows (self->arranged), 0);
  return photo_at (self->arranged, position);
}

guint
sem_browse_find (SemBrowse *self, gint64 id)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self), G_MAXUINT);
  for (guint i = 0; i < count_rows (self->arranged); i++)
    if (photo_at (self->arranged, i) == id)
      return i;
  return G_MAXUINT;
}

char *
sem_browse_dup_path (SemBrowse *self, guint position)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self) && position < count_rows (self->arranged), NULL);
  return sem_facts_dup_path (self->arranged->facts, fact_at (self->arranged, position));
}

guint32
sem_browse_get_size (SemBrowse *self, guint position)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self) && position < count_rows (self->arranged), 0);
  return fact_at (self->arranged, position)->size;
}

guint
sem_browse_get_n_sections (SemBrowse *self)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self), 0);
  return self->arranged ? self->arranged->sections->len : 0;
}

guint
sem_browse_get_section_start (SemBrowse *self, guint section)
{
  g_return_val_if_fail (section < sem_browse_get_n_sections (self), 0);
  return g_array_index (self->arranged->sections, SemBrowseSection, section).start;
}

char *
sem_browse_dup_section_title (SemBrowse *self, guint section)
{
  g_return_val_if_fail (section < sem_browse_get_n_sections (self), NULL);
  return sem_arranged_dup_title (self->arranged, section);
}

char *
sem_browse_dup_section_mark (SemBrowse *self, guint section)
{
  g_return_val_if_fail (section < sem_browse_get_n_sections (self), NULL);
  return sem_arranged_dup_mark (self->arranged, section);
}

guint
sem_browse_get_n_photos (SemBrowse *self)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self), 0);
  return self->n_photos;
}

GListModel *
sem_browse_get_folders (SemBrowse *self)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self), NULL);
  return G_LIST_MODEL (self->folders);
}

guint
sem_browse_count_in_folder (SemBrowse *self, const char *path)
{
  g_return_val_if_fail (SEM_IS_BROWSE (self) && path != NULL, 0);
  return sem_folder_nodes_count_in (G_LIST_MODEL (self->folders), path);
}

gboolean
sem_browse_has_photo (SemBrowse *self, gint64 photo)
{
  SemFacts *facts;

  g_return_val_if_fail (SEM_IS_BROWSE (self), FALSE);

  facts = sem_browse_feed_get_facts (self->feed);
  return facts && sem_facts_has_photo (facts, photo, sem_library_get_hidden_files (self->library));
}
