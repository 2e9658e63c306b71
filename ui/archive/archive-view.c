/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive-view"

#include "config.h"

#include "ui/archive/archive-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "engine/model/archive/archive-asking.h"
#include "ui/archive/archive-cell.h"
#include "ui/archive/archive-details.h"
#include "ui/pictures/texture.h"
#include "ui/words.h"

struct _SemArchiveView
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkLabel *waiting;
  GtkLabel *note;
  GtkFlowBox *grid;
  AdwStatusPage *nothing;
  AdwStatusPage *trouble;
  GtkWidget *more_of_nothing;
  GtkWidget *end_bar;
  GtkLabel *end_label;
  GtkWidget *more;
  GtkWidget *details;

  SemSession *session;
  SemArchiveAsking *asking; /* (nullable): without a session */
  SemQuery *query;          /* (nullable): the last query */
  char *name;
  char *uri;     /* (nullable) */
  gboolean all;  /* whether hits that are less likely are shown */
  guint n_shown; /* cells */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemArchiveView, sem_archive_view, GTK_TYPE_WIDGET)

/* Showing ---------------------------------------------------------------------------------------*/

static guint
count_hits (SemArchiveView *self)
{
  return g_list_model_get_n_items (sem_archive_asking_get_hits (self->asking));
}

static void
clear_cells (SemArchiveView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_flow_box_remove (self->grid, child);
  self->n_shown = 0;
}

/* Those that are there stay, so that the page does not jump. */
static void
show_cells (SemArchiveView *self, guint n)
{
  GListModel *hits = sem_archive_asking_get_hits (self->asking);

  for (; self->n_shown < n; self->n_shown++)
    {
      g_autoptr (SemArchiveItem) item = g_list_model_get_item (hits, self->n_shown);

      gtk_flow_box_append (self->grid, sem_archive_cell_new (item));
    }
  sem_archive_asking_fetch_pictures (self->asking, n);
}

static void
add_line (GString *lines, const char *sentence)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, sentence);
}

/* Returns: whether photos of some servers are missing. */
static gboolean
add_missing (SemArchiveView *self, GString *lines)
{
  guint n_servers;
  const guint n = sem_archive_asking_get_n_missing (self->asking, &n_servers);
  g_autofree char *sentence = NULL;

  if (n == 0)
    return FALSE;
  /* Translators: the archive lies on several servers. */
  sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%u of %u servers did not answer: its photos are "
                                           "missing here.",
                                           "%u of %u servers did not answer: their photos are "
                                           "missing here.",
                                           n),
                              n, n_servers);
  add_line (lines, sentence);
  return TRUE;
}

/* What of the query an archive cannot answer. */
static void
add_ignored (const SemArchiveView *self, GString *lines)
{
  if (self->query && sem_query_get_original (self->query))
    add_line (lines, _("Copies are found on this computer only: these are similar photos."));
  if (self->query && !sem_scope_is_everywhere (sem_query_get_scope (self->query)))
    add_line (lines, _("All of the archive was searched: folders, dates, orientation and types "
                       "narrow searches on this computer only."));
}

/* Also where nothing was found: it may be there. */
static void
show_notes (SemArchiveView *self)
{
  g_autoptr (GString) notes = g_string_new (NULL), nothing = g_string_new (NULL);

  if (!add_missing (self, notes))
    add_line (nothing, _("No photo in the archive is more like this one than unrelated photos can "
                         "be."));
  add_ignored (self, notes);
  gtk_widget_set_visible (GTK_WIDGET (self->note), notes->len > 0);
  gtk_label_set_label (self->note, notes->str);
  if (notes->len > 0)
    add_line (nothing, notes->str);
  adw_status_page_set_description (self->nothing, nothing->str);
}

static void
show_answer (SemArchiveView *self)
{
  const guint n_above = sem_archive_asking_get_n_above (self->asking);
  const guint n = self->all ? count_hits (self) : n_above;
  const gboolean more = n < count_hits (self);

  show_notes (self);
  show_cells (self, n);
  gtk_widget_set_visible (self->more_of_nothing, more);
  gtk_widget_set_visible (self->end_bar, n > 0 && (more || n > n_above));
  gtk_widget_set_visible (self->more, more);
  gtk_label_set_label (self->end_label, more ? _("Less likely photos follow")
                                             : _("The dimmed photos are less likely"));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "hits" : "nothing");
}

/* The page takes its description for markup; a server may say anything. */
static void
show_trouble (SemArchiveView *self)
{
  const char *problem = sem_archive_asking_get_problem (self->asking);
  g_autofree char *text = problem ? g_markup_escape_text (problem, -1) : NULL;

  adw_status_page_set_title (self->trouble,
                             problem ? _("No Answer From the Archive") : _("Not Searched"));
  adw_status_page_set_description (self->trouble, text ? text : _("The search was stopped."));
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
changed_cb (SemArchiveView *self)
{
  if (!sem_archive_asking_get_known (self->asking))
    clear_cells (self);
  if (sem_archive_asking_get_running (self->asking))
    gtk_stack_set_visible_child_name (self->stack, "waiting");
  else if (sem_archive_asking_get_known (self->asking))
    show_answer (self);
  else
    show_trouble (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Asking ----------------------------------------------------------------------------------------*/

static void
ask (SemArchiveView *self)
{
  SemQuery *query = sem_session_get_query (self->session);

  if (!self->uri || !query)
    return;
  g_set_object (&self->query, query);
  self->all = FALSE;
  clear_cells (self);
  sem_archive_asking_ask (self->asking, self->uri, query);
}

/* Results that were only refined or narrowed are of the same query. */
static void
results_cb (SemArchiveView *self)
{
  SemQuery *query = sem_session_get_query (self->session);

  if (query && query != self->query)
    ask (self);
  else if (!query && sem_archive_asking_get_running (self->asking))
    {
      /* A search is repeated when the page is shown again. */
      g_clear_object (&self->query);
      sem_archive_asking_cancel (self->asking);
    }
}

void
sem_archive_view_set_archive (SemArchiveView *self, const char *name, const char *uri)
{
  g_autofree char *sentence = NULL;

  g_return_if_fail (SEM_IS_ARCHIVE_VIEW (self) && self->asking);

  g_free (self->name);
  self->name = g_strdup (name);
  g_free (self->uri);
  self->uri = g_strdup (uri);
  g_clear_object (&self->query);
  if (!uri)
    {
      sem_archive_asking_cancel (self->asking);
      return;
    }
  sentence = g_strdup_printf (_("Asking “%s”…"), name);
  gtk_label_set_label (self->waiting, sentence);
  ask (self);
}

static void
stop_cb (SemArchiveView *self)
{
  sem_archive_asking_cancel (self->asking);
  sem_archive_view_take_focus (self);
}

static void
again_cb (SemArchiveView *self)
{
  ask (self);
  sem_archive_view_take_focus (self);
}

static void
more_cb (SemArchiveView *self)
{
  self->all = TRUE;
  show_answer (self);
  sem_archive_view_take_focus (self);
}

/* Photos ----------------------------------------------------------------------------------------*/

static SemArchiveCell *
get_selected (SemArchiveView *self)
{
  GList *selected = gtk_flow_box_get_selected_children (self->grid);
  SemArchiveCell *cell = selected ? selected->data : NULL;

  g_list_free (selected);
  return cell;
}

static void
activated_cb (GtkFlowBox *grid, GtkFlowBoxChild *child, SemArchiveView *self)
{
  SemArchiveCell *cell = SEM_ARCHIVE_CELL (child);
  SemArchiveItem *item = sem_archive_cell_get_item (cell);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (cell), GTK_WIDGET (self), &bounds))
    gtk_popover_set_pointing_to (GTK_POPOVER (self->details),
                                 &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                                  (int) bounds.size.width,
                                                  (int) bounds.size.height });
  sem_archive_details_show (SEM_ARCHIVE_DETAILS (self->details), item,
                            sem_archive_item_get_file (item)
                              || sem_archive_cell_get_texture (cell));
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemArchiveView) self = user_data;
  g_autoptr (GBytes) png = sem_texture_encode_finish (result, NULL);
  g_autoptr (SemQuery) query =
    png ? sem_query_new_for_bytes (png, _("Photo in the Archive")) : NULL;

  if (query && self->session)
    sem_session_search (self->session, query, NULL);
}

/* A photo whose file is not on this computer is searched for by its thumbnail. */
static void
find_similar_cb (SemArchiveView *self)
{
  SemArchiveCell *cell = get_selected (self);
  GFile *file = cell ? sem_archive_item_get_file (sem_archive_cell_get_item (cell)) : NULL;
  GdkTexture *texture = cell ? sem_archive_cell_get_texture (cell) : NULL;

  if (file)
    {
      g_autoptr (SemQuery) query = sem_query_new_for_file (file);

      sem_session_search (self->session, query, NULL);
    }
  else if (texture)
    sem_texture_encode_async (texture, NULL, encoded_cb, g_object_ref (self));
}

/* Widget ----------------------------------------------------------------------------------------*/

static void
sem_archive_view_dispose (GObject *object)
{
  SemArchiveView *self = SEM_ARCHIVE_VIEW (object);

  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->asking)
    {
      g_signal_handlers_disconnect_by_data (self->asking, self);
      sem_archive_asking_cancel (self->asking);
    }
  g_clear_object (&self->session);
  g_clear_object (&self->asking);
  g_clear_object (&self->query);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->details, gtk_widget_unparent);
  if (self->stack)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;

  G_OBJECT_CLASS (sem_archive_view_parent_class)->dispose (object);
}

static void
sem_archive_view_class_init (SemArchiveViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_archive_view_dispose;
  signals[CHANGED] = g_signal_new ("changed", SEM_TYPE_ARCHIVE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/archive-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, stack);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, waiting);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, note);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, grid);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, nothing);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, trouble);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, more_of_nothing);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, end_bar);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, end_label);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveView, more);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_archive_view_init (SemArchiveView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->details = sem_archive_details_new ();
  gtk_widget_set_parent (self->details, GTK_WIDGET (self));
  g_signal_connect_swapped (self->details, "find-similar", G_CALLBACK (find_similar_cb), self);
}

void
sem_archive_view_set_session (SemArchiveView *self, SemSession *session)
{
  g_return_if_fail (SEM_IS_ARCHIVE_VIEW (self));
  g_return_if_fail (SEM_IS_SESSION (session) && !self->session);

  self->session = g_object_ref (session);
  self->asking = sem_archive_asking_new (sem_session_get_library (session));
  g_signal_connect_swapped (self->asking, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (session, "notify::results", G_CALLBACK (results_cb), self);
}

char *
sem_archive_view_dup_found (SemArchiveView *self, char **duration, char **code)
{
  guint n;

  g_return_val_if_fail (SEM_IS_ARCHIVE_VIEW (self) && duration && code, NULL);

  if (!self->asking || !sem_archive_asking_get_known (self->asking))
    {
      *duration = g_strdup ("");
      *code = g_strdup ("");
      return g_strdup ("");
    }
  n = sem_archive_asking_get_n_above (self->asking);
  *duration = sem_words_for_milliseconds (sem_archive_asking_get_milliseconds (self->asking));
  *code = sem_words_for_distance (sem_archive_asking_get_n_bits (self->asking));
  if (sem_archive_asking_get_may_be_more (self->asking))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "At least %'u photo",
                                         "At least %'u photos", n),
                            n);
  return sem_words_for_photos (n);
}

void
sem_archive_view_take_focus (SemArchiveView *self)
{
  g_return_if_fail (SEM_IS_ARCHIVE_VIEW (self));

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
