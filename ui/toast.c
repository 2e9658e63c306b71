/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-toast"

#include "config.h"

#include "ui/toast.h"

#include <string.h>

#define SHOWN_MILLISECONDS 5000
/* What was said less than this ago may not have been read. */
#define READING_MILLISECONDS 2000

AdwToast *
sem_toast_new (const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (markup);
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_label_set_lines (GTK_LABEL (label), 6);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  adw_toast_set_custom_title (toast, label);
  return toast;
}

static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  AdwToastOverlay *found = NULL;

  if (ADW_IS_TOAST_OVERLAY (widget))
    return ADW_TOAST_OVERLAY (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_overlay (child);
  return found;
}

/* What is said without a button: one toast for all, whose words change. Its time is counted here,
 * since it begins anew with each of them; libadwaita 1.2 crashes where toasts are dismissed or
 * pushed aside while they still move in. */
typedef struct
{
  AdwToast *toast;
  GtkLabel *label;
  gint64 when; /* of the last words */
  guint timer;
} Plain;

static const char plain_key[] = "sem-plain-toast";

static void
plain_free (gpointer data)
{
  Plain *plain = data;

  g_clear_handle_id (&plain->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (plain->toast, plain);
  g_signal_handlers_disconnect_by_data (plain->label, plain);
  g_object_unref (plain->label);
  g_object_unref (plain->toast);
  g_free (plain);
}

static gboolean
time_cb (gpointer data)
{
  Plain *plain = data;

  plain->timer = 0;
  adw_toast_dismiss (plain->toast);
  return G_SOURCE_REMOVE;
}

/* A toast that waits for its turn has all its time left. */
static void
count_time (Plain *plain, guint milliseconds)
{
  g_clear_handle_id (&plain->timer, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (plain->label)))
    plain->timer = g_timeout_add (milliseconds, time_cb, plain);
}

static void
map_cb (GtkWidget *label, gpointer plain)
{
  count_time (plain, SHOWN_MILLISECONDS);
}

static void
dismissed_cb (AdwToast *toast, gpointer overlay)
{
  g_object_set_data (overlay, plain_key, NULL);
}

static Plain *
add_plain (AdwToastOverlay *overlay, const char *sentence)
{
  Plain *plain = g_new0 (Plain, 1);

  plain->toast = g_object_ref (sem_toast_new (sentence));
  plain->label = g_object_ref (GTK_LABEL (adw_toast_get_custom_title (plain->toast)));
  adw_toast_set_timeout (plain->toast, 0);
  g_signal_connect (plain->label, "map", G_CALLBACK (map_cb), plain);
  g_signal_connect_object (plain->toast, "dismissed", G_CALLBACK (dismissed_cb), overlay, 0);
  g_object_set_data_full (G_OBJECT (overlay), plain_key, plain, plain_free);
  adw_toast_overlay_add_toast (overlay, plain->toast);
  return plain;
}

void
sem_toast_say (AdwToastOverlay *overlay, const char *sentence)
{
  Plain *plain = g_object_get_data (G_OBJECT (overlay), plain_key);
  const gint64 now = g_get_monotonic_time ();

  if (!plain)
    plain = add_plain (overlay, sentence);
  else if (now - plain->when > READING_MILLISECONDS * 1000)
    gtk_label_set_label (plain->label, sentence);
  else if (!strstr (gtk_label_get_label (plain->label), sentence))
    {
      g_autofree char *both =
        g_strconcat (gtk_label_get_label (plain->label), "\n", sentence, NULL);

      gtk_label_set_label (plain->label, both);
    }
  plain->when = now;
  count_time (plain, SHOWN_MILLISECONDS);
}

void
sem_toast_add (AdwToastOverlay *overlay, AdwToast *toast)
{
  Plain *plain = g_object_get_data (G_OBJECT (overlay), plain_key);

  if (plain)
    count_time (plain, READING_MILLISECONDS);
  adw_toast_overlay_add_toast (overlay, toast);
}

/* Whether @dialog covers @window, or is used at the moment. */
static gboolean
is_above (GtkWindow *dialog, GtkWindow *window)
{
  return gtk_window_get_transient_for (dialog) == window
         && gtk_widget_get_mapped (GTK_WIDGET (dialog))
         && (gtk_window_get_modal (dialog) || gtk_window_is_active (dialog));
}

AdwToastOverlay *
sem_toast_find_overlay (GtkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);
      AdwToastOverlay *overlay =
        is_above (toplevel, window) ? find_overlay (GTK_WIDGET (toplevel)) : NULL;

      if (overlay)
        return overlay;
    }
  return find_overlay (GTK_WIDGET (window));
}

/* The window that a dialog belongs to has the actions, and finds the dialog. */
static void
activate (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameter);
  GtkRoot *root;
  GtkWindow *below = NULL;

  if (gtk_widget_activate_action_variant (widget, action, owned))
    return;
  root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    below = gtk_window_get_transient_for (GTK_WINDOW (root));
  if (below)
    gtk_widget_activate_action_variant (GTK_WIDGET (below), action, owned);
}

void
sem_toast_show (GtkWidget *widget, const char *sentence)
{
  activate (widget, "toast.show", g_variant_new_string (sentence));
}

void
sem_toast_show_undo (GtkWidget *widget, const char *sentence, const char *action, gint64 id)
{
  activate (widget, "toast.show-undo", g_variant_new ("(ssx)", sentence, action, id));
}

static void
bar_cb (GtkWidget *bar, gpointer change)
{
  static const char key[] = "sem-n-bars";
  GtkWidget *overlay = gtk_widget_get_ancestor (bar, ADW_TYPE_TOAST_OVERLAY);
  int n;

  if (!overlay)
    return;
  n = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (overlay), key)) + GPOINTER_TO_INT (change);
  g_object_set_data (G_OBJECT (overlay), key, GINT_TO_POINTER (n));
  if (n > 0)
    gtk_widget_add_css_class (overlay, "above-bar");
  else
    gtk_widget_remove_css_class (overlay, "above-bar");
}

void
sem_toast_keep_above (GtkWidget *bar)
{
  g_return_if_fail (GTK_IS_WIDGET (bar));

  g_signal_connect (bar, "map", G_CALLBACK (bar_cb), GINT_TO_POINTER (1));
  g_signal_connect (bar, "unmap", G_CALLBACK (bar_cb), GINT_TO_POINTER (-1));
}
