/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/groups.h"
#include "engine/duplicates/nodes.h"

#include <string.h>

/* One call of sem_duplicates_list(). */
typedef struct
{
  GPtrArray *nodes;
  double min_likeness;
  gboolean *several; /* whether a photo has several files of which one may go, by node */
  SemDuplicates *duplicates;
} Run;

static void
group_free (gpointer data)
{
  SemDuplicateGroup *group = data;

  g_array_unref (group->files);
  g_free (group);
}

static SemDuplicateGroup *
group_new (SemDuplicateKind kind, gboolean proven)
{
  SemDuplicateGroup *group = g_new0 (SemDuplicateGroup, 1);

  group->kind = kind;
  group->proven = proven;
  group->files = sem_duplicate_files_new ();
  return group;
}

static SemDuplicateFile *
get_file (const SemDuplicateGroup *group, guint i)
{
  return &g_array_index (group->files, SemDuplicateFile, i);
}

/* @most: files of the photo that are added, the best first */
static void
add_photo (SemDuplicateGroup *group, const SemDuplicateNode *node, double likeness, guint most)
{
  for (guint i = 0; i < MIN (most, node->files->len); i++)
    {
      SemDuplicateFile file =
        sem_duplicate_file_copy (&g_array_index (node->files, SemDuplicateFile, i));

      file.likeness = likeness;
      g_array_append_val (group->files, file);
    }
}

static int
compare_likeness (gconstpointer a, gconstpointer b)
{
  const SemDuplicateFile *x = a, *y = b;

  if (x->likeness != y->likeness)
    return x->likeness > y->likeness ? -1 : 1;
  return strcmp (x->path, y->path);
}

/* The first stays where it is. */
static void
sort_others (SemDuplicateGroup *group)
{
  qsort (get_file (group, 1), group->files->len - 1, sizeof (SemDuplicateFile), compare_likeness);
}

/* With the reasons that decided against one of the others, and are true of all of them. */
static void
suggest (SemDuplicateGroup *group)
{
  get_file (group, 0)->suggested = TRUE;
  for (guint i = 1; i < group->files->len; i++)
    {
      SemDuplicateReason reason = SEM_DUPLICATE_N_REASONS;

      sem_duplicate_file_compare (get_file (group, 0), get_file (group, i), &reason);
      if (reason < SEM_DUPLICATE_N_REASONS)
        group->reasons |= 1u << reason;
    }
  for (guint reason = 0; reason < SEM_DUPLICATE_N_REASONS; reason++)
    for (guint i = 1; i < group->files->len; i++)
      if (!sem_duplicate_reason_holds (reason, get_file (group, 0), get_file (group, i)))
        group->reasons &= ~(1u << reason);
}

/* What cannot be looked at may be gone, changed, or another path of a file in the group. */
static gboolean
is_certain (const SemDuplicateGroup *group)
{
  for (guint i = 0; i < group->files->len; i++)
    if (!get_file (group, i)->is_there)
      return FALSE;
  return group->proven
         && (group->kind == SEM_DUPLICATES_IDENTICAL || group->kind == SEM_DUPLICATES_COPIES);
}

static void
take_group (Run *run, SemDuplicateGroup *group)
{
  if (group->files->len < 2)
    {
      group_free (group);
      return;
    }
  sort_others (group);
  if (is_certain (group))
    suggest (group);
  g_ptr_array_add (run->duplicates->groups, group);
}

static gboolean
is_wanted (const Run *run,
           const SemDuplicateEdge *edge,
           SemDuplicateRelation relation,
           SemDuplicateState state)
{
  return edge->pair->relation == relation && edge->pair->state == state
         && (relation == SEM_DUPLICATE_PAIR || edge->pair->likeness >= run->min_likeness);
}

/* Proven copies: the best photo takes what was proven to be a copy of it; of what is left the best
 * takes the next. So nothing is suggested to go because it is a copy of a copy, which may be two
 * crops with nothing in common. */
static void
group_copies (Run *run)
{
  for (guint i = 0; i < run->nodes->len; i++)
    {
      SemDuplicateNode *node = run->nodes->pdata[i];
      SemDuplicateGroup *group;

      if (node->centre)
        continue;
      group = group_new (SEM_DUPLICATES_IDENTICAL, TRUE);
      add_photo (group, node, 1, run->several[i] ? G_MAXUINT : 1);
      for (guint k = 0; k < node->edges->len; k++)
        {
          const SemDuplicateEdge *edge = &g_array_index (node->edges, SemDuplicateEdge, k);

          if (edge->to->centre || !is_wanted (run, edge, SEM_DUPLICATE_COPY, SEM_DUPLICATE_PROVEN))
            continue;
          edge->to->centre = node->centre = node;
          group->kind = SEM_DUPLICATES_COPIES;
          add_photo (group, edge->to, edge->pair->likeness, G_MAXUINT);
        }
      take_group (run, group);
    }
}

static SemDuplicateNode *
get_centre (SemDuplicateNode *node)
{
  return node->centre ? node->centre : node;
}

static void
add_maybe (Run *run, SemDuplicateGroup *group, SemDuplicateNode *centre, SemDuplicateNode *node)
{
  for (guint k = 0; k < node->edges->len; k++)
    {
      const SemDuplicateEdge *edge = &g_array_index (node->edges, SemDuplicateEdge, k);
      SemDuplicateNode *other = get_centre (edge->to);

      if (other->seen || other == centre
          || !is_wanted (run, edge, SEM_DUPLICATE_COPY, SEM_DUPLICATE_OPEN))
        continue;
      other->seen = TRUE;
      add_photo (group, other, edge->pair->likeness, 1);
      g_array_append_val (run->duplicates->open, *edge->pair);
    }
}

/* Candidates in the same way, of what is not proven to be one already. */
static void
group_maybe (Run *run)
{
  for (guint i = 0; i < run->nodes->len; i++)
    {
      SemDuplicateNode *node = run->nodes->pdata[i];
      SemDuplicateGroup *group;

      if (node->seen || get_centre (node) != node)
        continue;
      group = group_new (SEM_DUPLICATES_COPIES, FALSE);
      add_photo (group, node, 1, 1);
      add_maybe (run, group, node, node);
      for (guint k = 0; node->centre && k < node->edges->len; k++)
        {
          SemDuplicateNode *other = g_array_index (node->edges, SemDuplicateEdge, k).to;

          if (other->centre == node && other != node)
            add_maybe (run, group, node, other);
        }
      node->seen |= group->files->len > 1;
      take_group (run, group);
    }
}

static void
forget_walk (Run *run)
{
  for (guint i = 0; i < run->nodes->len; i++)
    ((SemDuplicateNode *) run->nodes->pdata[i])->seen = FALSE;
}

static int
compare_taken (gconstpointer a, gconstpointer b)
{
  const SemDuplicateFile *x = a, *y = b;

  if (x->taken != y->taken)
    return x->taken < y->taken ? -1 : 1;
  return strcmp (x->path, y->path);
}

/* What hangs together by edges of @relation, one after the other. */
static void
group_chain (Run *run, SemDuplicateRelation relation, SemDuplicateKind kind)
{
  forget_walk (run);
  for (guint i = 0; i < run->nodes->len; i++)
    {
      g_autoptr (GPtrArray) queue = g_ptr_array_new ();
      SemDuplicateGroup *group = group_new (kind, TRUE);

      if (!((SemDuplicateNode *) run->nodes->pdata[i])->seen)
        g_ptr_array_add (queue, run->nodes->pdata[i]);
      for (guint at = 0; at < queue->len; at++)
        {
          SemDuplicateNode *node = queue->pdata[at];

          node->seen = TRUE;
          add_photo (group, node, at == 0 ? 1 : node->likeness, 1);
          for (guint k = 0; k < node->edges->len; k++)
            {
              const SemDuplicateEdge *edge = &g_array_index (node->edges, SemDuplicateEdge, k);

              if (edge->to->seen || !is_wanted (run, edge, relation, SEM_DUPLICATE_PROVEN))
                continue;
              edge->to->seen = TRUE;
              edge->to->likeness = edge->pair->likeness;
              g_ptr_array_add (queue, edge->to);
            }
        }
      take_group (run, group);
    }
}

static int
rank (const SemDuplicateGroup *group)
{
  return group->kind == SEM_DUPLICATES_PAIR    ? 3
         : group->kind == SEM_DUPLICATES_BURST ? 2
         : group->proven                       ? 0
                                               : 1;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const SemDuplicateGroup *x = *(SemDuplicateGroup *const *) a;
  const SemDuplicateGroup *y = *(SemDuplicateGroup *const *) b;
  const gint64 more = sem_duplicate_group_get_excess (y) - sem_duplicate_group_get_excess (x);
  const SemDuplicateFile *one = get_file (x, 1), *two = get_file (y, 1);

  if (rank (x) != rank (y))
    return rank (x) - rank (y);
  if (more != 0)
    return more > 0 ? 1 : -1;
  if (rank (x) == 1 && one->likeness != two->likeness)
    return one->likeness > two->likeness ? -1 : 1;
  return compare_taken (get_file (x, 0), get_file (y, 0));
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static void
make_groups (Run *run, GArray *identical)
{
  run->several = g_new0 (gboolean, run->nodes->len + 1);
  for (guint i = 0; i < run->nodes->len; i++)
    {
      const gint64 photo = ((SemDuplicateNode *) run->nodes->pdata[i])->photo;

      run->several[i] = g_array_binary_search (identical, &photo, compare_ids, NULL);
    }
  group_copies (run);
  group_maybe (run);
  group_chain (run, SEM_DUPLICATE_BURST, SEM_DUPLICATES_BURST);
  group_chain (run, SEM_DUPLICATE_PAIR, SEM_DUPLICATES_PAIR);
  g_ptr_array_sort (run->duplicates->groups, compare_groups);
  g_free (run->several);
}

SemDuplicates *
sem_duplicates_list (SemStore *store,
                     double min_likeness,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GArray) pairs = sem_store_list_duplicates (store, error);
  g_autoptr (GArray) identical = pairs ? sem_store_list_identical (store, error) : NULL;
  g_autoptr (SemDuplicates) duplicates = NULL;
  Run run = { .min_likeness = min_likeness };

  if (!identical)
    return NULL;
  run.nodes = sem_duplicate_nodes_new (store, pairs, identical, cancellable, error);
  if (!run.nodes)
    return NULL;
  duplicates = g_new0 (SemDuplicates, 1);
  g_atomic_ref_count_init (&duplicates->n_refs);
  duplicates->groups = g_ptr_array_new_with_free_func (group_free);
  duplicates->open = g_array_new (FALSE, FALSE, sizeof (SemStoreDuplicate));
  run.duplicates = duplicates;
  make_groups (&run, identical);
  g_ptr_array_unref (run.nodes);
  return g_steal_pointer (&duplicates);
}
