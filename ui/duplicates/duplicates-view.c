/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates-view"

#include "config.h"

#include "ui/duplicates/duplicates-view-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define NATURAL_SIZE 480

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  GO_TO,
  OPEN_PHOTO,
  MENU,
  MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (SemDuplicatesView,
                               sem_duplicates_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* Rows ----------------------------------------------------------------------------------------- */

static void
act_cb (SemDuplicateRow *row, const char *action, SemDuplicatesView *self)
{
  const guint position = sem_duplicate_list_find (self->list, sem_duplicate_row_get_set (row));

  if (position == G_MAXUINT)
    return;
  if (position != self->position)
    sem_duplicates_view_go (self, position, 0, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

static void
add_row (SemDuplicatesView *self)
{
  GtkWidget *row = sem_duplicate_row_new ();

  g_signal_connect (row, "act", G_CALLBACK (act_cb), self);
  gtk_widget_set_parent (row, GTK_WIDGET (self));
  gtk_widget_set_child_visible (row, FALSE);
  g_ptr_array_add (self->rows, row);
}

/* As many as there can be seen at a time. */
static guint
count_rows (SemDuplicatesView *self)
{
  const double page = gtk_adjustment_get_page_size (self->adjustments[GTK_ORIENTATION_VERTICAL]);

  return (guint) ceil (page / self->row_height) + 1;
}

static void
update_rows (SemDuplicatesView *self)
{
  while (self->rows->len < count_rows (self))
    {
      /* Positions go to other rows then. */
      sem_duplicates_view_hide_rows (self);
      add_row (self);
    }
  sem_duplicates_view_update_rows (self);
}

/* A photo far to the side comes into view when it takes the focus. */
static void
take_focus (SemDuplicatesView *self)
{
  SemDuplicateRow *row =
    self->rows->len > 0 ? sem_duplicates_view_get_row (self, self->position) : NULL;
  SemDuplicateCell *cell = row && self->current && sem_duplicate_row_get_set (row) == self->current
                             ? sem_duplicate_row_get_cell (row, self->index)
                             : NULL;

  self->wants_focus = self->current && !cell;
  if (cell)
    gtk_widget_grab_focus (GTK_WIDGET (cell));
}

static gboolean
catch_up_cb (gpointer user_data)
{
  SemDuplicatesView *self = user_data;

  self->catching_up = 0;
  update_rows (self);
  if (self->wants_focus)
    take_focus (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
catch_up (SemDuplicatesView *self)
{
  if (!self->catching_up)
    self->catching_up = g_idle_add_full (G_PRIORITY_HIGH_IDLE, catch_up_cb, self, NULL);
}

/* Scrolling ------------------------------------------------------------------------------------ */

static void
configure (SemDuplicatesView *self, double value, int width, int height)
{
  const double upper = MAX (height, sem_duplicates_view_count (self) * (double) self->row_height);

  self->configuring = TRUE;
  gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_VERTICAL],
                            CLAMP (value, 0, upper - height), 0, upper, self->row_height * .3,
                            height * .9, height);
  gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_HORIZONTAL], 0, 0, width, width * .1,
                            width * .9, width);
  self->configuring = FALSE;
}

static void
value_changed_cb (SemDuplicatesView *self)
{
  if (self->configuring)
    return;
  update_rows (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (SemDuplicatesView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment *old = self->adjustments[orientation];

  if (old && old == adjustment)
    return;
  if (!adjustment)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  if (old)
    g_signal_handlers_disconnect_by_func (old, value_changed_cb, self);
  g_clear_object (&self->adjustments[orientation]);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* The current group stays wholly in view. */
static void
scroll_to (SemDuplicatesView *self, guint position)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  const double top = position * (double) self->row_height;

  gtk_adjustment_clamp_page (adjustment, top,
                             top
                               + MIN (self->row_height, gtk_adjustment_get_page_size (adjustment)));
}

/* Photos of the current group may be gone; the cell that had the focus is hidden then, and
 * something around it may have the focus by now. */
static void
set_changed_cb (SemDuplicatesView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  const gboolean is_ours = !focus || focus == GTK_WIDGET (self)
                           || gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
                           || gtk_widget_is_ancestor (GTK_WIDGET (self), focus);

  if (self->index >= sem_duplicate_set_get_n_files (self->current))
    sem_duplicates_view_go (self, self->position, self->index,
                            is_ours && gtk_widget_get_mapped (GTK_WIDGET (self)));
}

static void
set_current (SemDuplicatesView *self, SemDuplicateSet *set)
{
  if (self->current == set)
    return;
  if (self->current)
    g_signal_handlers_disconnect_by_data (self->current, self);
  g_set_object (&self->current, set);
  /* After the row that shows it. */
  if (set)
    g_signal_connect_data (set, "changed", G_CALLBACK (set_changed_cb), self, NULL,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* Makes the group the one that a person is at, wherever it is. */
static void
be_at (SemDuplicatesView *self, guint position, guint index)
{
  g_autoptr (SemDuplicateSet) set = NULL;
  guint n_files;

  if (sem_duplicates_view_count (self) > 0)
    {
      position = MIN (position, sem_duplicates_view_count (self) - 1);
      set = g_list_model_get_item (G_LIST_MODEL (self->list), position);
    }
  n_files = set ? MIN (sem_duplicate_set_get_n_files (set), SEM_DUPLICATE_ROW_MOST) : 0;
  set_current (self, set);
  self->position = set ? position : 0;
  self->index = MIN (index, MAX (n_files, 1) - 1);
}

/* After be_at(). */
static void
show_where (SemDuplicatesView *self, gboolean focus)
{
  update_rows (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (focus)
    take_focus (self);
  g_signal_emit (self, signals[MOVED], 0);
}

void
sem_duplicates_view_go (SemDuplicatesView *self, guint position, guint index, gboolean focus)
{
  g_return_if_fail (SEM_IS_DUPLICATES_VIEW (self));

  be_at (self, position, index);
  if (self->current)
    scroll_to (self, self->position);
  show_where (self, focus);
}

static void
go_to (SemDuplicatesView *self, guint position, guint index)
{
  sem_duplicates_view_go (self, position, index, TRUE);
}

/* The current group keeps the focus, or the group at its position gets it. */
static void
items_changed_cb (SemDuplicatesView *self)
{
  const gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  const guint found =
    self->current ? sem_duplicate_list_find (self->list, self->current) : G_MAXUINT;
  const double before = gtk_adjustment_get_value (self->adjustments[GTK_ORIENTATION_VERTICAL]);
  double value = before;

  /* What is seen stays where it is when others come or go above it. */
  if (found != G_MAXUINT)
    value += ((double) found - self->position) * self->row_height;
  configure (self, MAX (value, 0), gtk_widget_get_width (GTK_WIDGET (self)),
             gtk_widget_get_height (GTK_WIDGET (self)));
  if (found != G_MAXUINT)
    {
      self->position = found;
      update_rows (self);
      if (had_focus)
        take_focus (self);
    }
  else
    sem_duplicates_view_go (self, self->position, 0, had_focus);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* The widget ----------------------------------------------------------------------------------- */

static void
sem_duplicates_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SemDuplicatesView *self = SEM_DUPLICATES_VIEW (widget);
  guint first, end;
  gboolean missing;

  configure (self, gtk_adjustment_get_value (self->adjustments[GTK_ORIENTATION_VERTICAL]), width,
             height);
  sem_duplicates_view_find_range (self, &first, &end);
  missing = self->rows->len < count_rows (self);
  for (guint i = first; i < end && !missing; i++)
    missing = !gtk_widget_get_child_visible (GTK_WIDGET (sem_duplicates_view_get_row (self, i)));
  if (missing)
    catch_up (self);
  sem_duplicates_view_allocate_rows (self);
}

static void
sem_duplicates_view_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  SemDuplicatesView *self = SEM_DUPLICATES_VIEW (widget);
  int least = 0, height = 1;

  for (guint i = 0; i < self->rows->len; i++)
    {
      int row_least, row_height;

      gtk_widget_measure (self->rows->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, &row_least, NULL,
                          NULL, NULL);
      gtk_widget_measure (self->rows->pdata[i], GTK_ORIENTATION_VERTICAL, -1, NULL, &row_height,
                          NULL, NULL);
      least = MAX (least, row_least);
      height = MAX (height, row_height);
    }
  self->row_height = height;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? least : 48;
  *natural = MAX (*minimum, NATURAL_SIZE);
}

/* GTK has the view take the focus as well when the group that had it is scrolled away. That is not
 * scrolled back to: then a person is at the first group that is whole in view. */
static gboolean
sem_duplicates_view_grab_focus (GtkWidget *widget)
{
  SemDuplicatesView *self = SEM_DUPLICATES_VIEW (widget);
  guint first, end;

  if (sem_duplicates_view_count (self) == 0)
    return FALSE;
  sem_duplicates_view_find_range (self, &first, &end);
  if (end <= first || (self->position >= first && self->position < end))
    {
      sem_duplicates_view_go (self, self->position, self->index, TRUE);
      return TRUE;
    }
  first += gtk_adjustment_get_value (self->adjustments[GTK_ORIENTATION_VERTICAL])
           > first * (double) self->row_height;
  be_at (self, MIN (first, end - 1), 0);
  show_where (self, TRUE);
  return TRUE;
}

static gboolean
sem_duplicates_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_get_focus_child (widget) ? FALSE : gtk_widget_grab_focus (widget);
}

static void
sem_duplicates_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemDuplicatesView *self = SEM_DUPLICATES_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, GTK_SCROLL_MINIMUM);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_duplicates_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SemDuplicatesView *self = SEM_DUPLICATES_VIEW (object);

  if (id == PROP_HADJUSTMENT)
    set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
  else if (id == PROP_VADJUSTMENT)
    set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
}

static void
sem_duplicates_view_dispose (GObject *object)
{
  SemDuplicatesView *self = SEM_DUPLICATES_VIEW (object);

  g_clear_handle_id (&self->catching_up, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    {
      if (self->adjustments[i])
        g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }
  if (self->list)
    g_signal_handlers_disconnect_by_data (self->list, self);
  for (guint i = 0; self->rows && i < self->rows->len; i++)
    gtk_widget_unparent (self->rows->pdata[i]);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  set_current (self, NULL);
  g_clear_object (&self->list);
  g_clear_object (&self->absence);

  G_OBJECT_CLASS (sem_duplicates_view_parent_class)->dispose (object);
}

static void
sem_duplicates_view_class_init (SemDuplicatesViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_duplicates_view_dispose;
  object_class->get_property = sem_duplicates_view_get_property;
  object_class->set_property = sem_duplicates_view_set_property;
  widget_class->measure = sem_duplicates_view_measure;
  widget_class->size_allocate = sem_duplicates_view_size_allocate;
  widget_class->grab_focus = sem_duplicates_view_grab_focus;
  widget_class->focus = sem_duplicates_view_focus;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[GO_TO] =
    g_signal_new_class_handler ("go-to", SEM_TYPE_DUPLICATES_VIEW,
                                G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (go_to), NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[OPEN_PHOTO] = g_signal_new ("open-photo", SEM_TYPE_DUPLICATES_VIEW, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MENU] = g_signal_new ("menu", SEM_TYPE_DUPLICATES_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[MOVED] = g_signal_new ("moved", SEM_TYPE_DUPLICATES_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "duplicatesview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_duplicates_view_init (SemDuplicatesView *self)
{
  self->row_height = 1;
  self->rows = g_ptr_array_new ();
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Duplicates"), -1);
  sem_duplicates_view_add_input (self);
  /* Tells how high rows are. */
  add_row (self);
}

void
sem_duplicates_view_set_list (SemDuplicatesView *self, SemDuplicateList *list)
{
  g_return_if_fail (SEM_IS_DUPLICATES_VIEW (self) && !self->list);

  self->list = g_object_ref (list);
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self);
}

void
sem_duplicates_view_set_absence (SemDuplicatesView *self, SemAbsence *absence)
{
  g_return_if_fail (SEM_IS_DUPLICATES_VIEW (self));

  g_set_object (&self->absence, absence);
}

SemDuplicateSet *
sem_duplicates_view_get_current (SemDuplicatesView *self, guint *index)
{
  g_return_val_if_fail (SEM_IS_DUPLICATES_VIEW (self), NULL);

  if (index)
    *index = self->index;
  return self->current;
}

guint
sem_duplicates_view_get_position (SemDuplicatesView *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATES_VIEW (self), 0);
  return self->position;
}
